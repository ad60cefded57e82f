"""Recognise what people give by mistake for a policy: an empty page, a log-in form, a cookie banner, another language."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_LANGUAGES = {
    "German": "der die und das nicht wir sie den von mit für auf werden ist zu daten",
    "French": "le la les des et vous nous pour dans est que une sur vos données par",
    "Spanish": "el la los de que y en para por con una sus del datos se su",
    "Italian": "il di che e la per dei con non dati del una sono nel alla gli",
    "Dutch": "de het een van en wij niet voor met zijn uw gegevens worden dat op te",
    "Portuguese": "o de que e para os com não dados uma do da em por seus ou",
    "Polish": "w i z na do nie się danych oraz jest są przez dla że osobowych",
    "Swedish": "och att det som vi för inte av med är du dina på till en",
    "Danish": "og at det som vi for ikke af med er du dine på til en",
}
_ENGLISH = frozenset(
    [
        "the",
        "and",
        "of",
        "to",
        "we",
        "you",
        "your",
        "our",
        "for",
        "or",
        "is",
        "in",
        "that",
        "this",
        "by",
        "with",
        "not",
        "may",
        "as",
        "on",
        "are",
        "be",
    ]
)
_POLICY = re.compile(
    r"\b(?:personal (?:data|information|details)|privacy|your (?:data|information)|information (?:we|you"
    r"|about you)|we (?:may )?(?:collect|process|share|retain|store|sell)|"
    r"data (?:subject|controller|protection)|third part(?:y|ies)|retention|retained|kept for|stored for"
    r"|deleted after|gdpr|ccpa)\b",
    re.IGNORECASE,
)
_COOKIE = re.compile(r"\bcookies?\b", re.IGNORECASE)
_LOGIN = re.compile(
    r"\b(?:log ?in|sign ?in|forgot(?:ten)? (?:your )?password|remember me|create (?:an )?account|password"
    r"|continue with (?:google|apple|facebook|microsoft)|sign ?up)\b",
    re.IGNORECASE,
)
_PASSWORD_FIELD = re.compile(r"<input[^>]{0,300}type\s*=\s*[\"']?password", re.IGNORECASE)
_SCRIPTS = (
    (re.compile("[\u0400-\u04ff]"), "Cyrillic script"),
    (re.compile("[\u4e00-\u9fff\u3040-\u30ff]"), "Chinese or Japanese"),
    (re.compile("[\uac00-\ud7af]"), "Korean"),
    (re.compile("[\u0600-\u06ff]"), "Arabic script"),
    (re.compile("[\u0590-\u05ff]"), "Hebrew"),
    (re.compile("[\u0370-\u03ff]"), "Greek"),
    (re.compile("[\u0900-\u097f]"), "Devanagari script"),
    (re.compile("[\u0e00-\u0e7f]"), "Thai"),
)


def name_impostor(text: str, html: str) -> str | None:
    """Return what the text is instead of an English policy, as the rest of a sentence; None if it may be one."""
    sample = text[:60_000]
    words = [word.lower() for word in _WORD.findall(sample)]
    if not words:
        return "holds no text; if it is a saved page, save it after it has loaded, or copy the text"
    if language := _language(sample, words):
        return f"is written in {language}, as far as one can tell; only English policies are read"
    about = len(_POLICY.findall(sample))
    if _is_login(sample, html, about, len(words)):
        return "is a log-in page saved by mistake; open the policy without logging in, or copy its text"
    cookies = len(_COOKIE.findall(sample))
    if cookies >= 2 and about <= max(1, cookies // 8) and cookies * 45 > len(words) and not _promises_more(sample):
        return "speaks of cookies only: a cookie banner or cookie notice, not a privacy policy"
    return None


def _promises_more(sample: str) -> bool:
    return bool(
        re.search(
            r"\b(?:personal (?:data|information)|your rights?)\b.{0,400}\b(?:access|delet|eras|retain)",
            sample,
            re.IGNORECASE | re.DOTALL,
        )
    )


def _is_login(sample: str, html: str, about: int, words: int) -> bool:
    signs = len(_LOGIN.findall(sample))
    if words > 400:
        return False
    return (bool(_PASSWORD_FIELD.search(html)) and about <= 3) or (signs >= 3 and about <= 2 and signs * 40 > words)


def _language(sample: str, words: list[str]) -> str | None:
    letters = sum(c.isalpha() for c in sample) or 1
    for script, name in _SCRIPTS:
        if len(script.findall(sample)) > 0.3 * letters:
            return name
    if len(words) < 25:
        return None
    english = sum(word in _ENGLISH for word in words)
    best, count = max(
        ((name, sum(word in frozenset(list_.split()) for word in words)) for name, list_ in _LANGUAGES.items()),
        key=lambda pair: pair[1],
    )
    if count > 0.12 * len(words) and count > 1.5 * english:
        return best
    if english < 0.02 * len(words) and len(words) > 80:
        return "a language other than English"
    return None
