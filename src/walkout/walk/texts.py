"""What the person is told at each pause. One place, so that another language is another file."""

from collections import Counter

from walkout.flow.model import Errand
from walkout.resolve.match import Ambiguous, Candidate, Missing
from walkout.view import Element
from walkout.walk.person import Choice, Pause
from walkout.words.names import role_words
from walkout.words.speech import N_, Said, _

GO_ON = Choice("go-on", N_("go on"))
DONE_BY_ME = Choice("done-by-me", N_("I did this step myself in the window"))
MINE = Choice("done-by-me", N_("fill the others; what is missing I do myself"))
AGAIN = Choice("again", N_("look again"))
SKIP = Choice("skip", N_("skip this step"))
BACK = Choice("back", N_("go one page back"))
START_ANEW = Choice("start-anew", N_("open this way in again, from its start"))
NEXT_WAY = Choice("next-way", N_("try the next way in"))
STOP = Choice("stop", N_("stop here"))
POINT = Choice("point", N_("point at it in the window"))
POINT_AGAIN = Choice("point", N_("point at another one"))
POINT_AT_NOTHING = Choice("again", N_("point at nothing"))
ONCE = Choice("go-on", N_("take it this once"))
BACK_TO_QUESTION = Choice("again", N_("take nothing, and go back to the question"))
SEND = Choice("send", N_("send it"))
CHANGE = Choice("change", N_("change a value"))

ASTRAY = N_("This page leads nowhere, so the way in is opened again from its start.")
COUNTRY_MISSING = (
    N_("Your country is not in the page's list. Please do not pick another one."),
    (
        N_(
            "Nothing was sent. It was reported in 2024 that the list lacked Norway; another way in may show another "
            "list."
        ),
        N_("You can also stop here, and write to the service, or to the data protection authority of your country."),
    ),
)
TOO_SHORT = N_(
    "“{field}” has {has} characters. A report says that fewer than {least} are refused, and only after the code."
)
STILL_WANTED = N_("The page also wants “{field}”, which the walk leaves to you: please fill it in, in the window.")
MAY_BE_WANTED = N_(
    "The page also wants “{field}”, which the walk leaves to you: please see in the window that it is filled in."
)

ERRANDS: dict[Errand, tuple[str, tuple[str, ...]]] = {
    "sign-in": (
        N_("Please sign in, in the browser window."),
        (
            N_("The form is shown only to people who are signed in, in this same browser."),
            N_("walkout neither sees nor keeps your password. The window remembers the login for the next time."),
            N_("The walk goes on by itself once you are signed in; where the login leads elsewhere, it comes back."),
        ),
    ),
    "enter-the-code": (
        N_("Please paste the code from your e-mail into the page, and confirm it there."),
        (
            N_(
                "The request does not count until the code is entered. The code is valid for one hour; keep the page "
                "open."
            ),
            N_(
                "No mail yet? Look in spam and in “Social” or “Updates”; then use the page's own link for a new "
                "code, or for another address: you review the request once more then."
            ),
            N_("walkout does not read the code. The walk goes on by itself when the page has moved on."),
        ),
    ),
    "enter-the-code-again": (
        N_("The page says that the code is wrong. Please enter it once more."),
        (
            N_("If several codes were mailed, only the newest one counts."),
            N_("After some wrong tries the page may lock; rather ask it for a new code."),
        ),
    ),
    "ask-for-a-new-code": (
        N_("The page says that the code is no longer valid. Please let it send you a new one."),
        (N_("Use the page's own button, then enter the newest code."),),
    ),
    "enter-the-login-code": (
        N_("The page wants a second proof that it is you. Please give it in the window."),
        (
            N_("That is a code from your authentication app or from a text message, or a tap on another device."),
            N_("walkout neither sees nor keeps it. The walk goes on by itself."),
        ),
    ),
    "decide-on-the-login": (
        N_("The page asks whether it shall remember your login. Please answer it in the window."),
        (N_("The walk works either way. The window keeps a profile of its own on this computer."),),
    ),
    "decide-on-cookies": (
        N_("A question about cookies lies over the page. Please answer it in the window."),
        (N_("The walk works with the fewest cookies that you can choose."),),
    ),
    "switch-to-your-profile": (
        N_("You are signed in as a Facebook Page, and a Page cannot object. Please switch to your own profile."),
        (N_("The switch is on the page, or in the menu at your picture. The walk goes on by itself then."),),
    ),
    "choose-the-account": (
        N_("The page asks which account it is about. Please choose it in the window."),
        (N_("Reports say that one objection covers all accounts in the same Accounts Centre."),),
    ),
    "open-the-link": (
        N_("Please open the link in the e-mail that the service has sent you."),
        (
            N_(
                "The request may not count until then. Copy the link into this window, so that the walk sees the "
                "answer."
            ),
            N_("No mail yet? Look in spam and in “Social” or “Updates”."),
        ),
    ),
    "press-the-button": (
        N_("The last button is yours: press it in the window, if you want this."),
        (N_("walkout changes nothing in your account by itself. The walk goes on once the page shows the change."),),
    ),
    "read": (
        N_("Please read this page, then go on."),
        (N_("Press what leads on in the window; the walk goes on by itself."),),
    ),
    "solve-the-check": (
        N_("The page wants to know that you are a person. Please do its check."),
        (N_("walkout never does such checks for you."),),
    ),
}

REVIEW = (
    N_("Please read what will be sent. Nothing has been sent so far."),
    (N_("If you want to change something, change it here: what is changed in the page is put back."),),
)
READ_ON = (N_("The window stays open, so that you can read the page."), ())
CLOSE = Choice("go-on", N_("close it"))
PAUSED = (N_("The walk waits."), (N_("The window is yours; nothing is done until you go on."),))
OFFLINE = (
    N_("The page could not be loaded: the network or the site is gone."),
    (N_("Nothing that was done so far is lost."),),
)
POINTING = (
    N_("Please click “{wanted}” in the window, once."),
    (N_("A green marker shows what the mouse is over. The page gets nothing of this click. Esc there gives up."),),
)
NOT_MOVING = N_("The page has not moved on.")
UNKNOWN = N_("This is a page that the flow does not know.")


def spoken(told: tuple[str, tuple[str, ...]]) -> tuple[str, tuple[str, ...]]:
    """A title and lines of this file in her language."""
    title, lines = told
    return _(title), tuple(_(line) for line in lines)


def read_on() -> Pause:
    """At the end of a walk whose page she may want to read."""
    title, lines = spoken(READ_ON)
    return Pause("read", title, lines, (CLOSE,))


def describe_match(match: Ambiguous | Missing, wanted: str) -> tuple[str, tuple[str, ...]]:
    """Title and lines for a target that was not found without doubt."""
    if isinstance(match, Ambiguous):
        title = _(
            "{count} places on this page could be “{wanted}”, and walkout does not guess.",
            count=len(match.candidates),
            wanted=wanted,
        )
        return title, tuple(describe_candidate(one) for one in match.candidates)
    nearest = tuple(_("nearest: {element}", element=describe_candidate(one)) for one in match.nearest[:3])
    return _("“{wanted}” is not on this page.", wanted=wanted), nearest


def describe_candidate(candidate: Candidate) -> Said:
    """An element as a person would point at it: what it says, where it stands, where it leads."""
    return describe(candidate.element)


def describe(element: Element) -> Said:
    """The same of an element."""
    role, name = role_words(element.role), short(element.name or element.placeholder)
    heading, place = short(element.heading), short(element.href, 70)
    if heading and place:
        told = _(
            "{role} “{name}”, under “{heading}”, leads to {place}", role=role, name=name, heading=heading, place=place
        )
    elif heading:
        told = _("{role} “{name}”, under “{heading}”", role=role, name=name, heading=heading)
    elif place:
        told = _("{role} “{name}”, leads to {place}", role=role, name=name, place=place)
    else:
        told = _("{role} “{name}”", role=role, name=name)
    return told


def not_to_be_told(element: Element, others: tuple[Element, ...]) -> tuple[str, tuple[str, ...]]:
    """Title and lines for an element that cannot be told from those others; none: it has nothing to be known by."""
    title = _(
        "The {role} “{name}” cannot be told from its neighbours.",
        role=role_words(element.role),
        name=short(element.name or element.placeholder),
    )
    said = Counter(map(describe, others)) or {_("it has nothing of its own by which it could be known again"): 1}
    lines = tuple(f"{count} × {what}" if count > 1 else what for what, count in said.items())
    return title, (*lines[:5], _("So it would not be found again by itself next time."))


def short(text: str, most: int = 50) -> str:
    """A text cut to a length."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
