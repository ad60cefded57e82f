"""The words of statements with a clock, an action or a choice: storage, rights, requests, cookies, breaches, changes."""

from __future__ import annotations

from upheld.policy.writing import words
from upheld.policy.writing.sentences import Said, Slots, writes


@writes("retention")
def _retention(s: Slots) -> Said:
    what = words.phrases(s.all("subject"), words.DATA) or "your personal data"
    bound = {"max": "for up to ", "typical": "typically for "}.get(s["bound"], "for ")
    events = [e.strip() for e in s["trigger"].split("|") if e.strip() not in ("", "unstated")]
    ends = words.enumeration([words.event(e) for e in events], "or")
    if s["period"].upper().startswith("P") and s["period"].upper() != "P0D":
        time = f"{bound}{words.period(s['period'])}{' after ' + ends if ends else ''}"
        return Said(f"{words.sentence(what).rstrip('.')}: kept {time}.", "We keep data for these periods:")
    if ends:
        verb = "anonymise" if s["action"] == "anonymise" else "delete"
        return Said(f"We {verb} {what} after {ends}.")
    if s["exception"]:
        return Said(f"We keep {what} longer where the law requires it.")
    return Said(f"We keep {what} for as long as it is necessary for the purposes of this notice.")


@writes("right")
def _right(s: Slots) -> Said:
    rights = [words.phrase(r, words.RIGHTS) for r in s.all("right")]
    which = words.enumeration([r if r.startswith("to ") else f"to {r}" for r in rights]) or "to ask about your data"
    if s["limit"]:
        return Said(f"In some circumstances we may refuse your request {which}.")
    condition = ", under certain conditions" if s["condition"] else ""
    when = " at any time" if s["when"] == "any time" else ""
    return Said(f"The right {which}{when}{condition}.", "You have the following rights:")


@writes("withdrawal")
def _withdrawal(s: Slots) -> Said:
    if s["effect"] == "not_retroactive":
        return Said("Withdrawing your consent does not affect the lawfulness of processing before its withdrawal.")
    if s["effect"]:
        return Said("Withdrawing your consent may affect our ability to provide certain services to you.")
    way = (
        f" by contacting {s['channel']}"
        if s["channel"]
        else f" with {words.phrases(s.all('mechanism'), {})}"
        if s["mechanism"]
        else ""
    )
    about = f" for {words.code(s['subject'])}" if s["subject"] else ""
    return Said(f"You can withdraw your consent{about} at any time{way}.")


@writes("deadline")
def _deadline(s: Slots) -> Said:
    number = s["period"].upper().startswith("P") and s["period"] != "P0D"
    time = f"within {words.period(s['period'])}" if number else "without undue delay"
    after = f" of {words.phrase(s['trigger'], words.EVENTS)}" if s["trigger"] and number else ""
    subject = s["subject"]
    if "complaint" in subject:
        act = "acknowledge" if "ack" in subject or s["action"] == "acknowledge" else "respond to"
        return Said(f"We {act} your complaint {time}{after}.")
    if "child" in subject:
        return Said(f"We delete data of children {time}{after}.")
    if subject in ("account_deletion", "erasure") or s["action"] in ("delete", "delete|anonymise"):
        return Said(f"We delete your account and personal data {time}{after}.")
    if "optout" in subject:
        return Said(f"We act on your request to opt out {time}{after}.")
    if subject == "unsubscribe":
        return Said(f"We process unsubscribe requests {time}.")
    if "extension" in subject or s["action"] == "extend":
        return Said(f"If a request is complex, we may extend this time by a further {words.period(s['period'])}.")
    if subject == "refusal":
        return Said(f"If we refuse a request, we respond with our reasons {time}{after}.")
    act = "acknowledge" if "ack" in subject or s["action"] == "acknowledge" else "respond to"
    return Said(f"We {act} your request {time}{after}.")


@writes("channel")
def _channel(s: Slots) -> Said:
    what = {
        "general": "If you have questions about this notice",
        "complaint": "For complaints",
        "dpo": "To reach our data protection officer",
        "children_report": "If you believe that a child gave us data",
    }.get(s["for"], "To exercise your rights")
    subject = f" with the subject line “{s['subject_line']}”" if s["subject_line"] else ""
    return Said(f"{what}, please contact us at {s['channel'] or 'the address above'}{subject}.")


@writes("verification")
def _verification(s: Slots) -> Said:
    if s["purpose_limit"] or s.forbids:
        return Said("We only use what you send us for verification to verify your identity.")
    if s["minimisation"]:
        return Said("We avoid requesting additional information from you for verification.")
    return Said(f"We {s.verb or 'will '}verify your identity before processing your request.")


@writes("agent")
def _agent(s: Slots) -> Said:
    if s["action"] == "may_deny":
        return Said("We may deny a request from an authorized agent without proof of authorization.")
    return Said("You can use an authorized agent to make a request on your behalf.")


@writes("appeal")
def _appeal(s: Slots) -> Said:
    if not s["period"]:
        return Said("You may appeal our decision.")
    if s["actor"] in ("consumer", "person"):
        return Said(f"You may appeal our decision within {words.period(s['period'])}.")
    return Said(f"If you appeal our decision, we respond within {words.period(s['period'])}.")


@writes("fee")
def _fee(s: Slots) -> Said:
    free = s["fee"] in ("free", "none", "no", "false")
    return Said("Your requests are free of charge." if free else "We may charge a reasonable fee for a copy.")


@writes("content")
def _content(s: Slots) -> Said:
    return Said(f"Our response to your request will include {words.phrases(s.all('fields'), {}) or 'what we hold'}.")


@writes("confirmation")
def _confirmation(s: Slots) -> Said:
    way = f" by {s['channel']}" if s["channel"] else ""
    return Said(f"We confirm deletion{way} once it is complete.")


@writes("complaint")
def _complaint(s: Slots) -> Said:
    if s["authority"] or s["right"]:
        authority = {"local SA": "your local supervisory authority", "ICO": "the Information Commission"}.get(
            s["authority"], s["authority"] or "a supervisory authority"
        )
        return Said(f"You may lodge a complaint with {authority}.")
    return Said(
        f"If you have a complaint about how we handle your data, contact us first{' at ' + s['channel'] if s['channel'] else ''}."
    )


@writes("optout")
def _optout(s: Slots) -> Said:
    about = {"interest_based_ads": "interest-based advertising", "sale": "the sale of your data"}.get(
        s["subject"], words.code(s["subject"] or "this use")
    )
    if s["effect"] or s["limit"]:
        return Said(f"If you opt out of {about}, some features may not work.")
    way = f" through {words.phrases(s.all('mechanism'), {})}" if s["mechanism"] else " by contacting us"
    return Said(f"You can opt out of {about}{way}.")


@writes("marketing")
def _marketing(s: Slots) -> Said:
    if s["exception"]:
        return Said("Even if you opt out of marketing, we may still send you transactional messages.")
    if s["consent"] or s["condition"]:
        return Said("We send you marketing messages only with your consent.")
    way = {"unsubscribe_link": " with the unsubscribe link in each message", "email": " by email"}.get(
        s["optout"], " at any time"
    )
    return Said(f"You can opt out of receiving marketing communications{way}.")


@writes("cookie_category")
def _cookie_category(s: Slots) -> Said:
    kind = words.code(s["category"] or "other").capitalize()
    if s.forbids:
        return Said(f"We do not use {kind.lower()} cookies.")
    basis = {"required": "required for the website to work", "consent": "used only with your consent"}
    who = f"set by {words.phrases(s.all('recipient'), words.RECIPIENTS)}" if s["recipient"] else ""
    detail = ", ".join(part for part in (basis.get(s["basis"], "used on our website"), who) if part)
    return Said(f"{kind} cookies: {detail}.", "We use these types of cookies:")


@writes("cookie_control")
def _cookie_control(s: Slots) -> Said:
    if s["effect"] and not s["mechanism"]:
        return Said("If you block cookies, some features may not work.")
    way = {
        "browser_settings": "the settings of your browser",
        "footer_link": "the cookie settings at the foot of each page",
    }.get(s["mechanism"], words.phrases(s.all("mechanism"), {}) or "the cookie settings at the foot of each page")
    return Said(f"You can block or delete cookies with {way}.")


@writes("signal")
def _signal(s: Slots) -> Said:
    names = {"GPC": "Global Privacy Control (GPC)", "DNT": "Do Not Track (DNT)", "any": "other opt-out"}
    which = words.enumeration([names.get(v, v) for v in s.all("signal")], "or") or "opt-out"
    if s["honored"].lower() in ("true", "yes"):
        effect = " as a request to opt out of the sale and sharing of your personal information" if s["effect"] else ""
        return Said(f"We honor {which} signals{effect}.")
    return Said(f"We do not respond to {which} signals.")


@writes("breach")
def _breach(s: Slots) -> Said:
    time = (
        f" within {words.period(s['period'])}"
        if s["period"]
        else " without undue delay"
        if "delay" in s["deadline"]
        else ""
    )
    after = f" of {words.phrase(s['trigger'], words.EVENTS)}" if s["trigger"] and s["period"] else ""
    if "authority" in s["action"]:
        return Said(f"We {s.verb}notify the supervisory authority of a personal data breach{time}{after}.")
    if s["action"] == "content":
        return Said(
            f"After a personal data breach, we tell you {words.phrases(s.all('content'), {}) or 'what happened'}."
        )
    if s["action"] == "register":
        return Said("We record every personal data breach and report what the law demands.")
    return Said(f"We {s.verb}notify affected users of a personal data breach{time}{after}.")


@writes("children")
def _children(s: Slots) -> Said:
    age = s["age"] or "16"
    if s["action"] == "delete":
        time = f" within {words.period(s['deadline'])}" if s["deadline"].upper().startswith("P") else ""
        return Said(f"If we learn that a child under {age} gave us data, we delete the data{time}.")
    if s["action"] == "no_knowing_collection":
        return Said(f"We do not knowingly collect data from children under {age}.")
    if s["action"] == "access_by_parent":
        return Said("A parent or guardian may request what we hold about a child.")
    return Said(f"Our service is not directed to children under {age}.")


@writes("change_notice")
def _change_notice(s: Slots) -> Said:
    if s["effective"] == "on_posting":
        return Said("Changes to this notice are effective when they are posted.")
    if s["effect"] == "acceptance_by_use":
        return Said("By continuing to use our services after changes, you accept the changes to this notice.")
    if s["action"] == "update_date":
        return Said("When we change this notice, we update its effective date.")
    if s["action"] in ("notify", "notify_users"):
        way = f" by {words.phrases(s.all('channel'), {})}" if s["channel"] else ""
        lead = f" at least {words.period(s['deadline'])}" if s["deadline"].upper().startswith("P") else ""
        before = f"{lead} before the change takes effect" if lead or "before" in s["deadline"] + s["trigger"] else ""
        return Said(f"We {s.verb or 'will '}notify you{way} of changes to this notice{before}.")
    if s["action"] == "archive":
        return Said("Earlier versions of this notice stay available on this page.")
    return Said("We may change this notice from time to time, and post the new version on this page.")


@writes("notice")
def _notice(s: Slots) -> Said:
    if s["mandatory_data"]:
        return Said(
            "If you do not provide your personal data, we may not be able to provide the service you asked for."
        )
    return Said(f"We {s.verb or 'will '}inform you: {words.code(s['action'] or 'when something changes')}.")


@writes("acceptance")
def _acceptance(s: Slots) -> Said:
    known = {
        "no_use": "If you do not agree with this notice, please do not use our services.",
        "user_duty": "You must keep the information that you give us accurate and complete.",
        "consent_to_transfer": "By submitting your data, you agree to their transfer.",
    }
    return Said(known.get(s["effect"], "By using our services, you agree to this notice."))


@writes("governing_law")
def _governing_law(s: Slots) -> Said:
    if s["exception"]:
        return Said("This choice of law does not take away the protection of the mandatory law of your country.")
    if s["courts"]:
        return Said(f"The courts of {words.place(s['courts'])} have jurisdiction.")
    return Said(f"This notice is governed by the laws of {words.place(s['law']) or 'our country'}.")
