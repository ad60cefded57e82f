"""Where people can write, call and ask."""

from __future__ import annotations

from upheld.policy.charter import StatementType
from upheld.policy.reading.rules.rule import LeadRule, Rule

_DISCLOSURE = StatementType.DISCLOSURE
_DUTY = StatementType.DUTY
_ADDRESS = r"(?:[\w.+-]+@[\w-]+\.[\w.-]+|https?://\S+|\bwww\.\S+|\+?\(?\d[\d ().-]{7,}\d)"

RULES: tuple[Rule, ...] = (
    Rule(
        id="channel.reach",
        kind="channel",
        type=_DISCLOSURE,
        needs="contact|email|e-mail|write|call|form|http|www|post|mail|phone|submit|reach|visit|clicking",
        pattern=r"\b(?:contact(?:ing)?|e-?mail(?:ing)?|write|writing|call(?:ing)?|reach(?:ing)?(?: out)?|message"
        r"|telephone|get in touch)\b(?! information| details| data| address)(?: \w+){0,3} (?:us|our|dpo"
        r"|the (?:data )?(?:protection|privacy)|support|team)\b|\b(?:contact|e-?mail|write|call|reach|send"
        r"|submit|fill|complete|visit|post|use)\b.{0,100}(?:\b(?:request form|web ?form|online form"
        r"|contact form|request (?:in writing|to us|at|through|via|by)|contact (?:details|information)"
        r"|submit your request)\b|(?<!\w)" + _ADDRESS + r")|\bfilling out\b.{0,60}\bform\b",
        unless=r"\b(?:we|they|partners?|companies|third[- ]part\w+) (?:may|will|can)\b.{0,40}\b(?:contact|e-?mail"
        r"|call|send|reach)|\bwhen you (?:\w+ )?(?:contact|e-?mail|call|visit|submit|register|fill|complete)"
        r"|\bvisit(?:ing)? (?:our|the|this|and use) (?:web)?site|\bif you (?:visit|submit|contact us)\b"
        r"|\bopt[- ]?out|\bunsubscrib\w+|\bappeal\b|\bcomplain\w*|\bwithdraw\w*|\bcollect|\bfirst visit"
        r"|\bwe (?:collect|receive|use)|\bcookies?\b|\blearn (?:more )?about\b|\bnot (?:contact|e-?mail)"
        r"|\blink\b|\bdo not use our\b|\bupdates? (?:to|of)\b|\breview (?:this|the|our)|\bright to\b"
        r"|\bdelete your account|\bwhen your\b",
        confidence=0.7,
        examples=(
            "Questions? Write to privacy@example.org",
            "Please use the web form and submit your request there",
            "You can reach our data protection team on +44 20 7946 0000",
        ),
    ),
    Rule(
        id="channel.exercise",
        kind="channel",
        type=_DUTY,
        needs="exercise|make a request|submit|request",
        pattern=r"\b(?:to exercise|exercis(?:e|ing)|to make|make (?:such )?(?:a|your)|submit(?:ting)?"
        r"|to request)\b.{0,100}\b(?:contact|e-?mail|call|write|visit|submit|form|at [\w.+-]+@|by contacting"
        r"|clicking|post|mail)",
        unless=r"\bappeal\b|\bauthori[sz]ed agent|\bwe will\b|\bdeny\b|\bverif\w+ your identity"
        r"|\bopt[- ]?out of (?:marketing|cookies|our)|\bcomplain",
        confidence=0.8,
        examples=("To exercise any of them write a letter or send an e-mail",),
    ),
    Rule(
        id="channel.address-line",
        kind="channel",
        type=_DISCLOSURE,
        needs="@|http|www|phone|tel|+",
        pattern=r"^(?:[\w' /-]{2,40}: ?)?"
        + _ADDRESS
        + r"$|\b(?:found|available|accessible|located)\b.{0,20}(?:https?://|\bwww\.)|^(?:e-?mail|phone"
        r"|telephone|tel|fax|website|web|post|address|mail)(?: address)? ?[:.](?=.*(?:@|https?:|www\.|\d{4}))",
        unless=r"\bopt[- ]?out|\bcookies?\b|\bcollect|\bterms\b",
        confidence=0.75,
        examples=("E-mail: privacy@example.com", "Phone: +31 20 555 0100"),
    ),
)

LEADS: tuple[LeadRule, ...] = ()
