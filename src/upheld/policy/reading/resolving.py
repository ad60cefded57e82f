"""Which readings of one clause stand. A kind gives way where a more specific kind was read from the same words."""

from __future__ import annotations

from collections.abc import Mapping

_ACTS = (
    "withdrawal marketing optout signal verification agent appeal complaint no_sale no_share children breach"
    " retention deadline change_notice cookie_control"
)

GIVES_WAY: dict[str, frozenset[str]] = {
    kind: frozenset(others.split())
    for kind, others in {
        "collect": _ACTS + " source not_collect right anonymised adm notice acceptance definition cookie_category"
        " disclosure_public content fee channel security transfer third_party_site",
        "source": "not_collect right optout no_share cookie_control third_party_site definition",
        "not_collect": "children no_sale no_share signal adm retention verification change_notice",
        "purpose": _ACTS.replace("marketing ", "")
        + " right anonymised adm transfer cookie_category security definition recipient acceptance"
        " third_party_site source governing_law fee content",
        "recipient": "no_sale no_share right signal optout marketing breach verification children change_notice"
        " third_party_site anonymised disclosure_public withdrawal agent complaint content retention"
        " definition acceptance adm governing_law security",
        "right": "complaint withdrawal appeal agent breach signal marketing change_notice verification no_sale",
        "optout": "right signal marketing agent verification withdrawal no_sale deadline breach complaint",
        "marketing": "withdrawal deadline no_share no_sale signal",
        "channel": "complaint appeal withdrawal marketing optout right agent breach deadline verification"
        " change_notice cookie_control definition",
        "deadline": "breach retention appeal change_notice",
        "retention": "breach deadline",
        "confirmation": "verification breach",
        "security": "cookie_category breach retention no_share third_party_site children right transfer definition change_notice"
        " verification identity",
        "legal_basis": "withdrawal marketing retention children no_sale no_share right optout definition cookie_category"
        " adm complaint",
        "third_party_site": "security governing_law",
        "acceptance": "change_notice cookie_control withdrawal children",
        "notice": "change_notice breach deadline right children retention complaint",
        "scope": _ACTS + " collect source purpose recipient transfer definition right acceptance",
        "definition": "identity",
        "cookie_control": "withdrawal signal retention marketing cookie_category",
        "transfer": "governing_law right withdrawal",
        "reference": _ACTS + " acceptance right legal_basis security",
        "disclosure_public": "right no_sale no_share children",
        "anonymised": "no_sale",
        "fee": "",
        "adm": "",
        "complaint": "breach",
        "dpo": "complaint channel",
        "no_share": "no_sale",
        "content": "breach collect",
        "governing_law": "definition",
    }.items()
}
"""For each kind, the kinds it gives way to when both were read from the same clause."""


def standing(confidence: Mapping[str, float]) -> frozenset[str]:
    """Return the kinds that stand beside each other; of two that would each give way to the other, the more confident."""
    return frozenset(
        kind
        for kind, own in confidence.items()
        if not any(_outranks(other, confidence[other], kind, own) for other in confidence if other != kind)
    )


def _outranks(other: str, others: float, kind: str, own: float) -> bool:
    if other not in GIVES_WAY.get(kind, ()):
        return False
    return kind not in GIVES_WAY.get(other, ()) or others > own or (others == own and other < kind)
