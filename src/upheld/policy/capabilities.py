"""What this program can do with a statement: the words allowed in ``runs_as``.

A capability names the room and the act. A statement that no capability can carry says ``cannot: <reason>`` instead.
"""

from __future__ import annotations

CAPABILITIES: dict[str, str] = {
    "requests.access": "answers a request for a copy with a verified package",
    "requests.erase": "erases or anonymises a person's rows and verifies it",
    "requests.rectify": "corrects cells and tells recipients",
    "requests.restrict": "seals a person's data against every use but storage",
    "requests.object": "stops a use a person objected to",
    "requests.port": "hands over provided data in a machine-readable form",
    "requests.deadline": "computes when an answer is due and acts before it",
    "requests.confirm": "writes to the requester after verified completion",
    "requests.verify_identity": "asks for as much proof as the request needs and no more",
    "requests.agent": "accepts an authorized agent under its conditions",
    "requests.appeal": "opens a linked case with its own clock",
    "requests.complaint": "acknowledges, investigates and answers a complaint on its clocks",
    "requests.fee": "decides whether an answer may cost anything",
    "requests.content": "checks what an answer contains",
    "requests.forward": "passes a request on to the controller without answering it",
    "retention.sweep": "deletes, anonymises or reduces rows when their period ends",
    "retention.keep": "keeps a cited list of columns for a duty to keep, and no longer",
    "breach.notify": "runs the clocks and letters after a personal data breach",
    "consent.purpose": "records and decides a choice about a purpose",
    "consent.withdraw": "takes a consent back as easily as it was given",
    "consent.optout": "records an opt-out and carries it everywhere",
    "consent.signal": "reads a browser signal as a choice",
    "consent.cookies": "lets a cookie class run only as declared",
    "marketing.suppress": "keeps an address off every list",
    "flows.forbid": "refuses a flow that the charter forbids and watches for it",
    "flows.register": "fills the register of recipients, sources and transfers",
    "residency.route": "keeps rows in the country they belong to",
    "notice.publish": "states it in the published notice and registers",
    "notice.change": "tells people about a change before it takes effect",
    "children.remove": "removes a child's data on its clock",
    "adm.review": "puts an automated decision before a person",
    "security.control": "checks a declared measure",
}
"""Every capability, with what it does. ``upheld check`` demands that the deployment has a system behind each one used."""
