"""What the home page says of requests, values and flows."""

import unicodedata
from datetime import date, datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from walkout.flow.choosing import fit_of
from walkout.flow.model import Account, Errand, Flow
from walkout.flow.steps import ValueName
from walkout.home.speech import _, ngettext
from walkout.home.state import Offer, State, Tone
from walkout.ledger.standing import NextStep, Standing, next_step, standing_of
from walkout.ledger.walks import State as WalkState
from walkout.ledger.walks import Walk
from walkout.words.countries import display_name
from walkout.words.reasons import reason_languages
from walkout.words.territories import labels_in, locales_of

LATE_TONES: tuple[NextStep, ...] = (NextStep.COMPLAIN, NextStep.NO_ANSWER, NextStep.RECHECK)


def locale_of(language: str) -> Locale:
    """Babel's locale for a language of ours; English where there is none."""
    try:
        return Locale.parse((locales_of(language) or ("en",))[0])
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def day(value: date, language: str) -> str:
    """A day in words, such as 24 December 2026."""
    return format_date(value, "long", locale=locale_of(language))


def moment(value: datetime, language: str) -> str:
    """A moment in the person's time zone."""
    local = value.astimezone()
    locale = locale_of(language)
    return f"{format_date(local, 'long', locale=locale)}, {format_time(local, 'short', tzinfo=local.tzinfo, locale=locale)}"


def number(value: int, language: str) -> str:
    return format_decimal(value, locale=locale_of(language))


def size(count: int, language: str) -> str:
    """Bytes as a person reads them."""
    value, unit = float(count), "B"
    for larger in ("kB", "MB", "GB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    told = format_decimal(value, format="#,##0" if unit == "B" else "#,##0.0", locale=locale_of(language))
    return f"{told} {unit}"


def country(code: str, language: str) -> str:
    """The name of a country; the code where it has none."""
    try:
        return display_name(code, language)
    except KeyError:
        return code


def countries(language: str) -> list[tuple[str, str]]:
    """Code and name of every country, by name."""
    return sorted(labels_in(str(locale_of(language))).items(), key=lambda pair: _sorted_by(pair[1]))


def _sorted_by(name: str) -> str:
    """Å beside A: the order of no language in particular, in which people still find their country."""
    return "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter)).lower()


def languages() -> list[tuple[str, str]]:
    """Tag and own name of every language in which a reason can be written, by name."""
    named = [(tag, _own_name(tag)) for tag in reason_languages()]
    return sorted(named, key=lambda pair: _sorted_by(pair[1]))


def _own_name(tag: str) -> str:
    locale = locale_of(tag)
    name = locale.get_display_name(locale) or tag
    return name[:1].upper() + name[1:]


def standing(walk: Walk) -> str:
    """How far the request came."""
    return {
        Standing.GOING_ON: _("Going on now"),
        Standing.BROKEN_OFF: _("Broken off before sending"),
        Standing.BEING_SENT: _("Being sent now"),
        Standing.MAYBE_SENT: _("May have been sent: nobody knows"),
        Standing.UNCONFIRMED: _("Sent, but no confirmation was seen"),
        Standing.CONFIRMED: _("Sent and confirmed"),
        Standing.REFUSED: _("Refused by the service"),
        Standing.STOPPED: _("Stopped before sending"),
    }[standing_of(walk)]


def tone_of(walk: Walk, today: date) -> Tone:
    """Which colour a request has; its words say the same."""
    if next_step(walk, today) in LATE_TONES:
        return "open"
    match walk.state:
        case WalkState.CONFIRMED:
            return "good"
        case WalkState.REFUSED:
            return "bad"
        case WalkState.SENDING | WalkState.UNCONFIRMED:
            return "open"
        case _:
            return "dry"


def to_do(walk: Walk, today: date) -> str:
    """What the person may do now, in a sentence or two."""
    return {
        NextStep.GO_ON: _("Go on in the window of the service."),
        NextStep.COMPLAIN: _(
            "The answer is overdue. You can complain to your data protection authority (GDPR Art. 77); "
            "your receipt is your proof."
        ),
        NextStep.NO_ANSWER: _(
            "There was no answer. Start it again or, if you know that it was sent, complain to your data "
            "protection authority (GDPR Art. 77)."
        ),
        NextStep.RECHECK: _(
            "A text that this request rests on has changed since. Read what changed; then object again, or say that "
            "it is fine."
        ),
        NextStep.START_ANEW: _("Nothing was sent. You can start anew whenever you like."),
        NextStep.LOOK_FOR_MAIL: _("Look for an e-mail from the service. If there is none, start it again."),
        NextStep.LOOK_FOR_CODE: _(
            "Look in your e-mail, also in spam, for a code or a confirmation. If there is none, start it again."
        ),
        NextStep.WAIT: _("There is nothing to do now. Wait for the answer."),
        NextStep.READ_ANSWER: _(
            "Read the answer. You may write back, or complain to your data protection authority (GDPR Art. 77)."
        ),
    }[next_step(walk, today)]


def may_walk_again(walk: Walk, today: date) -> bool:
    """Whether what to do next may be to walk again."""
    again = (
        NextStep.NO_ANSWER,
        NextStep.RECHECK,
        NextStep.START_ANEW,
        NextStep.LOOK_FOR_MAIL,
        NextStep.LOOK_FOR_CODE,
    )
    return next_step(walk, today) in again


def due(walk: Walk, today: date, language: str) -> str:
    """By when an answer is due, and how far off that is; empty where none is awaited."""
    if walk.deadline is None or not walk.state.maybe_sent:
        return ""
    days = (walk.deadline - today).days
    when = {"day": day(walk.deadline, language)}
    if days < 0:
        late = ngettext("%(count)d day ago", "%(count)d days ago", -days) % {"count": -days}
        return _("An answer was due by %(day)s, %(late)s.") % {**when, "late": late}
    if days == 0:
        return _("An answer is due today, %(day)s.") % when
    left = ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}
    return _("An answer is due by %(day)s, %(left)s.") % {**when, "left": left}


def value_words(name: ValueName) -> str:
    """What a value is called."""
    return {
        "country": _("your country"),
        "email": _("your e-mail address"),
        "reason": _("your reason"),
        "first-name": _("your first name"),
        "last-name": _("your last name"),
        "prompts": _("prompts that you have collected"),
        "screenshots": _("pictures that you have collected"),
    }[name]


def errand_words(errand: Errand) -> str:
    """What is left to the person."""
    return {
        "sign-in": _("Sign in."),
        "enter-the-login-code": _("Give a second proof that it is you."),
        "decide-on-the-login": _("Say whether the page shall remember your login."),
        "decide-on-cookies": _("Answer a question about cookies."),
        "switch-to-your-profile": _("Switch from a Page to your own profile."),
        "choose-the-account": _("Choose which account it is about."),
        "enter-the-code": _("Enter the code that comes by e-mail."),
        "enter-the-code-again": _("Enter the code once more, if it was wrong."),
        "ask-for-a-new-code": _("Ask for a new code, if it is no longer valid."),
        "open-the-link": _("Open the link that comes by e-mail."),
        "read": _("Read a page."),
        "solve-the-check": _("Show that you are a person."),
        "press-the-button": _("Press the last button yourself, if you want it."),
    }[errand]


def account_words(accounts: tuple[Account, ...]) -> str:
    """For whom a flow is."""
    named: dict[Account, str] = {
        "facebook": _("for a Facebook account"),
        "instagram": _("for an Instagram account"),
        "none": _("also without an account"),
    }
    return named["none"] if "none" in accounts else ", ".join(named[one] for one in accounts)


def missing_values(state: State, flow: Flow) -> list[ValueName]:
    """What a walk cannot do without and the profile has not. A reason is made by the template."""
    return [name for name in flow.needs if name not in (*state.profile.values, "reason", "prompts", "screenshots")]


def lacks_evidence(state: State, flow: Flow) -> bool:
    """Whether the flow needs collected prompts, and there are none."""
    wanted = {"prompts": "prompt", "screenshots": "screenshot"}
    there = {one.kind for one in state.collected()} if set(wanted) & set(flow.needs) else set()
    return any(kind not in there for name, kind in wanted.items() if name in flow.needs)


def groups(state: State) -> list[tuple[str, str, list[Offer]]]:
    """The offers as the home page shows them: heading, a sentence, and the flows; only those that fit."""
    code = state.profile.country
    shipped = [one for one in state.offers if one.file.is_shipped]
    fitting = [one for one in shipped if fit_of(one.file.flow, code) != "elsewhere"]
    of_kind = {kind: [one for one in fitting if one.file.flow.kind == kind] for kind in ("objection", "request", "guide")}
    where = country(code, state.language) if code else ""
    elsewhere = bool(code) and not of_kind["objection"]
    found = [
        (
            _("Object"),
            _("You live in %(country)s, where you have a right to object.") % {"country": where}
            if where
            else _("In the EU, the EEA, the United Kingdom, Switzerland and Brazil you have a right to object."),
            of_kind["objection"],
        ),
        (
            _("Ask"),
            _("No right to object is known in %(country)s. You can ask, and the service may refuse.")
            % {"country": where}
            if elsewhere
            else _("This is a request, and the service may refuse it."),
            of_kind["request"],
        ),
        (
            _("Change a setting"),
            _("walkout opens the place in your account. You press the last button yourself; nothing is sent."),
            of_kind["guide"],
        ),
        (
            _("From elsewhere"),
            _("These did not come with walkout. Before the first run you see what they may touch."),
            [one for one in state.offers if not one.file.is_shipped],
        ),
    ]
    return [group for group in found if group[2]]
