"""Measures of security, and what is disclaimed about them."""

from __future__ import annotations

from upheld.policy.charter import StatementType
from upheld.policy.reading.rules.rule import LeadRule, Rule

_DUTY = StatementType.DUTY
_DISCLAIMER = StatementType.DISCLAIMER

RULES: tuple[Rule, ...] = (
    Rule(
        id="security.measure",
        kind="security",
        type=_DUTY,
        needs="secur|protect|safeguard|encrypt|firewall|access control|ssl|tls|confidential|measures|passwords"
        "|integrity",
        pattern=r"\b(?:we|us|our|company|committed|[a-z0-9]+)\b.{0,60}\b(?:use|uses|employ\w*|implement\w*"
        r"|maintain\w*|take[sn]?|have|has|adopt\w*|apply|put in place|follow\w*|committed|aim|strive"
        r"|protect\w*|encrypt\w*|restrict\w*|limit\w*|ensure\w*|secured?|do our best|done all"
        r"|make every effort)\b.{0,140}\b(?:secur(?:e|ed|ity|ing|ely)|safeguards?|protect(?:s|ed|ing|ion)?"
        r"|encrypt\w*|firewalls?|ssl|tls|confidential\w*|technical and organi[sz]ational"
        r"|organi[sz]ational (?:and )?technical|(?:un)?authori[sz]ed access|access controls?"
        r"|access to .{0,40}(?:employees|staff|need))\b",
        unless=r"\b(?:policy|notice|statement) (?:explains|describes|sets out|tells|outlines)"
        r"|\b(?:committed to protecting your privacy|breach|secure(?:ly)? (?:delete|store|destroy|dispos)\w*"
        r"|protect (?:the |our |your |its |and defend )?(?:\w+ )?(?:rights|property|safety|interests|users"
        r"|children|against (?:fraud|legal|harm))|data protection (?:officer|authorit|law|act|regulation)"
        r"|(?:use|process) (?:\w+ ){0,4}(?:data|information) (?:to|for)|verif(?:y|ying) your identity"
        r"|(?:used|needed|necessary|is required) (?:to|for)|^(?:to|for) |adequate protection"
        r"|afford\w* protection|social security|standard contractual|fraud[- ]prevention purposes"
        r"|rights? (?:to|under)|appointed|legally required to (?:share|disclose))\b|\bto protect (?:against"
        r"|us)\b|\bdisclos(?:e|ed|ing) .{0,60}\bif\b|^to ",
        confidence=0.7,
        examples=(
            "All backups are encrypted; we use firewalls and other safeguards",
            "Access to payroll files is restricted: we limit it to staff with secured badges",
        ),
    ),
    Rule(
        id="security.disclaimer",
        kind="security",
        type=_DISCLAIMER,
        needs="secure|security|guarantee|risk|impenetrable|100%",
        pattern=r"\b(?:no|not|never|cannot|neither|unable)\b.{0,120}\b(?:100 ?%|guarantee\w*|completely|fully"
        r"|totally|absolute\w*|entirely|perfectly|impenetrable|warrant\w*)\b.{0,40}\b(?:secur\w+|safe\w*)?"
        r"|\b(?:at your own risk|own risk)\b|\bsecure environment\b",
        about=r"secur|transmission|internet|hack|storage|protect",
        unless=r"\b(?:lawful|breach|delivery|availability|results|accuracy of|removed from)\b",
        slots={"disclaimer": True, "polarity": "-"},
        confidence=0.85,
        examples=(
            "Sending anything over the open network is never totally secure",
            "E-mail is used at your own risk; it is not secure",
        ),
    ),
    Rule(
        id="security.passive",
        kind="security",
        type=_DUTY,
        needs="encrypt|secur|protect|safeguard|firewall|restricted|password",
        pattern=r"\b(?:is|are|was|will be|be)\b.{0,30}\b(?:encrypt\w*|secured|protected|safeguarded|stored (?:on "
        r"|in )?(?:a )?secure\w*|restricted to|limited to|treated securely|password[- ]protected|hashed"
        r"|pseudonymi[sz]ed)\b",
        unless=r"\b(?:protected (?:classification|by (?:law|copyright))|limited to the|rights?|not limited"
        r"|personal information protected|retention)\b|\bmay be\b",
        confidence=0.65,
        examples=("Card numbers are encrypted on their way to the bank",),
    ),
    Rule(
        id="security.item",
        kind="security",
        type=_DUTY,
        needs="encrypt|secur|access|backup|train|test|firewall|monitor|audit|authenticat|intrusion|password"
        "|physical|confidential|patch",
        pattern=r"\b(?:encrypt\w*|security|access controls?|back-?ups?|training|penetration|testing|firewalls?"
        r"|monitoring|audits?|authentication|intrusion|passwords?|physical|confidentiality|patch\w*"
        r"|least privilege)\b",
        under=r"(?:security|protect|safeguard)[^|]*(?:measures|include|:)|how we (?:protect|secure|keep)"
        r"|security of your|data security|security measures",
        unless=r"\b(?:we|you|your|cannot|please|if|breach|risk)\b",
        confidence=0.6,
    ),
)

LEADS: tuple[LeadRule, ...] = (
    LeadRule(
        id="security.list",
        kind="security",
        type=_DUTY,
        pattern=r"\b(?:security|safeguards?|protect\w*|measures)\b[^|]{0,120}(?:include|including|:|measures"
        r"|following)\s*:?$",
        unless=r"\b(?:share|disclose|rights|breach|collect|necessary to)\b[^|]*$",
        confidence=0.75,
        examples=(("Safeguards in place include:", "Locked server rooms"),),
    ),
)
