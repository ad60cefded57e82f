"""What would run a statement, as a proposal for the person who reviews it."""

from __future__ import annotations

from collections.abc import Mapping

from upheld.policy.charter import StatementType
from upheld.policy.reading.model import SlotValue

_RIGHTS = {
    "access": "requests.access",
    "know": "requests.access",
    "confirm": "requests.access",
    "shine_the_light": "requests.access",
    "erasure": "requests.erase",
    "account_deletion": "requests.erase",
    "minor_content_removal": "requests.erase",
    "rectification": "requests.rectify",
    "restriction": "requests.restrict",
    "limit_sensitive": "requests.restrict",
    "objection": "requests.object",
    "portability": "requests.port",
    "optout_sale": "consent.optout",
    "optout_targeted_ads": "consent.optout",
    "optout_profiling": "consent.optout",
    "optout": "consent.optout",
    "preferences": "consent.purpose",
    "withdraw_consent": "consent.withdraw",
    "human_review": "adm.review",
    "any": "requests.deadline",
}
_KINDS = {
    "retention": "retention.sweep",
    "deadline": "requests.deadline",
    "fee": "requests.fee",
    "content": "requests.content",
    "confirmation": "requests.confirm",
    "appeal": "requests.appeal",
    "complaint": "requests.complaint",
    "verification": "requests.verify_identity",
    "agent": "requests.agent",
    "breach": "breach.notify",
    "withdrawal": "consent.withdraw",
    "optout": "consent.optout",
    "signal": "consent.signal",
    "cookie_category": "consent.cookies",
    "marketing": "marketing.suppress",
    "no_sale": "flows.forbid",
    "no_share": "flows.forbid",
    "not_collect": "flows.forbid",
    "recipient": "flows.register",
    "source": "flows.register",
    "transfer": "flows.register",
    "collect": "flows.register",
    "purpose": "flows.register",
    "change_notice": "notice.change",
    "children": "children.remove",
    "adm": "adm.review",
    "security": "security.control",
    "legal_basis": "flows.register",
    "anonymised": "flows.register",
}
_CONTEXT = "says something to people and promises nothing that can run"
_OTHERS = "is done by somebody else, outside our reach"
_DISCLAIMER = "limits liability and promises nothing"


def propose(kind: str, type_: StatementType, slots: Mapping[str, SlotValue]) -> tuple[str | None, str | None]:
    """Return ``(runs_as, cannot)``; exactly one is set."""
    if type_ is StatementType.DISCLAIMER:
        return None, _DISCLAIMER
    if type_ is StatementType.EXTERNAL and kind not in ("recipient", "complaint"):
        return None, _OTHERS
    if kind == "right":
        first = str(slots.get("right", "any")).split(",")[0]
        return _RIGHTS.get(first, "notice.publish"), None
    if kind == "children" and slots.get("action") != "delete":
        return "flows.forbid", None
    if kind == "retention" and slots.get("exception"):
        return "retention.keep", None
    if kind in ("acceptance", "third_party_site"):
        return None, _CONTEXT
    return _KINDS.get(kind, "notice.publish"), None
