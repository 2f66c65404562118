"""What the person is told at each pause. One place, so that another language is another file."""

from collections import Counter

from walkout.flow.model import Errand
from walkout.resolve.match import Ambiguous, Candidate, Missing
from walkout.view import Element
from walkout.walk.person import Choice, Pause

GO_ON = Choice("go-on", "go on")
DONE_BY_ME = Choice("done-by-me", "I did this step myself in the window")
MINE = Choice("done-by-me", "fill the others; what is missing I do myself")
AGAIN = Choice("again", "look again")
SKIP = Choice("skip", "skip this step")
BACK = Choice("back", "go one page back")
START_ANEW = Choice("start-anew", "open this way in again, from its start")
NEXT_WAY = Choice("next-way", "try the next way in")
STOP = Choice("stop", "stop here")
POINT = Choice("point", "point at it in the window")
POINT_AGAIN = Choice("point", "point at another one")
POINT_AT_NOTHING = Choice("again", "point at nothing")
ONCE = Choice("go-on", "take it this once")
BACK_TO_QUESTION = Choice("again", "take nothing, and go back to the question")
SEND = Choice("send", "send it")
CHANGE = Choice("change", "change a value")

ASTRAY = "This page leads nowhere, so the way in is opened again from its start."
COUNTRY_MISSING = (
    "Your country is not in the page's list. Please do not pick another one.",
    (
        "Nothing was sent. It was reported in 2024 that the list lacked Norway; another way in may show another list.",
        "You can also stop here, and write to the service, or to the data protection authority of your country.",
    ),
)
TOO_SHORT = (
    "“{field}” has {has} characters. A report says that fewer than {least} are refused, and only after the code."
)
STILL_WANTED = "The page also wants “{field}”, which the walk leaves to you: please fill it in, in the window."
MAY_BE_WANTED = (
    "The page also wants “{field}”, which the walk leaves to you: please see in the window that it is filled in."
)

ERRANDS: dict[Errand, tuple[str, tuple[str, ...]]] = {
    "sign-in": (
        "Please sign in, in the browser window.",
        (
            "The form is shown only to people who are signed in, in this same browser.",
            "walkout neither sees nor keeps your password. The window remembers the login for the next time.",
            "The walk goes on by itself once you are signed in; where the login leads elsewhere, it comes back.",
        ),
    ),
    "enter-the-code": (
        "Please paste the code from your e-mail into the page, and confirm it there.",
        (
            "The request does not count until the code is entered. The code is valid for one hour; keep the page open.",
            "No mail yet? Look in spam and in “Social” or “Updates”; then use the page's own link for a new code, or "
            "for another address: you review the request once more then.",
            "walkout does not read the code. The walk goes on by itself when the page has moved on.",
        ),
    ),
    "enter-the-code-again": (
        "The page says that the code is wrong. Please enter it once more.",
        (
            "If several codes were mailed, only the newest one counts.",
            "After some wrong tries the page may lock; rather ask it for a new code.",
        ),
    ),
    "ask-for-a-new-code": (
        "The page says that the code is no longer valid. Please let it send you a new one.",
        ("Use the page's own button, then enter the newest code.",),
    ),
    "enter-the-login-code": (
        "The page wants a second proof that it is you. Please give it in the window.",
        (
            "That is a code from your authentication app or from a text message, or a tap on another device.",
            "walkout neither sees nor keeps it. The walk goes on by itself.",
        ),
    ),
    "decide-on-the-login": (
        "The page asks whether it shall remember your login. Please answer it in the window.",
        ("The walk works either way. The window keeps a profile of its own on this computer.",),
    ),
    "decide-on-cookies": (
        "A question about cookies lies over the page. Please answer it in the window.",
        ("The walk works with the fewest cookies that you can choose.",),
    ),
    "switch-to-your-profile": (
        "You are signed in as a Facebook Page, and a Page cannot object. Please switch to your own profile.",
        ("The switch is on the page, or in the menu at your picture. The walk goes on by itself then.",),
    ),
    "choose-the-account": (
        "The page asks which account it is about. Please choose it in the window.",
        ("Reports say that one objection covers all accounts in the same Accounts Centre.",),
    ),
    "open-the-link": (
        "Please open the link in the e-mail that the service has sent you.",
        (
            "The request may not count until then. Copy the link into this window, so that the walk sees the answer.",
            "No mail yet? Look in spam and in “Social” or “Updates”.",
        ),
    ),
    "press-the-button": (
        "The last button is yours: press it in the window, if you want this.",
        ("walkout changes nothing in your account by itself. The walk goes on once the page shows the change.",),
    ),
    "read": ("Please read this page, then go on.", ("Press what leads on in the window; the walk goes on by itself.",)),
    "solve-the-check": (
        "The page wants to know that you are a person. Please do its check.",
        ("walkout never does such checks for you.",),
    ),
}

REVIEW = (
    "Please read what will be sent. Nothing has been sent so far.",
    ("If you want to change something, change it here: what is changed in the page is put back.",),
)
READ_ON = Pause("read", "The window stays open, so that you can read the page.", (), (Choice("go-on", "close it"),))
PAUSED = ("The walk waits.", ("The window is yours; nothing is done until you go on.",))
OFFLINE = (
    "The page could not be loaded: the network or the site is gone.",
    ("Nothing that was done so far is lost.",),
)
POINTING = (
    "Please click “{wanted}” in the window, once.",
    ("A green marker shows what the mouse is over. The page gets nothing of this click. Esc there gives up.",),
)
NOT_MOVING = "The page has not moved on."
UNKNOWN = "This is a page that the flow does not know."

SPELT = {"ai": "AI", "email": "e-mail address"}


def describe_match(match: Ambiguous | Missing, wanted: str) -> tuple[str, tuple[str, ...]]:
    """Title and lines for a target that was not found without doubt."""
    if isinstance(match, Ambiguous):
        title = f"{len(match.candidates)} places on this page could be “{wanted}”, and walkout does not guess."
        return title, tuple(describe_candidate(one) for one in match.candidates)
    nearest = tuple(f"nearest: {describe_candidate(one)}" for one in match.nearest[:3])
    return f"“{wanted}” is not on this page.", nearest


def describe_candidate(candidate: Candidate) -> str:
    """An element as a person would point at it: what it says, where it stands, where it leads."""
    return describe(candidate.element)


def describe(element: Element) -> str:
    """The same of an element."""
    where = f", under “{short(element.heading)}”" if element.heading else ""
    leads = f", leads to {short(element.href, 70)}" if element.href else ""
    return f"{element.role} “{short(element.name or element.placeholder)}”{where}{leads}"


def not_to_be_told(element: Element, others: tuple[Element, ...]) -> tuple[str, tuple[str, ...]]:
    """Title and lines for an element that cannot be told from those others; none: it has nothing to be known by."""
    title = f"The {element.role} “{short(element.name or element.placeholder)}” cannot be told from its neighbours."
    said = Counter(map(describe, others)) or {"it has nothing of its own by which it could be known again": 1}
    lines = tuple(f"{count} × {what}" if count > 1 else what for what, count in said.items())
    return title, (*lines[:5], "So it would not be found again by itself next time.")


def short(text: str, most: int = 50) -> str:
    """A text cut to a length."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def in_words(concept: str) -> str:
    """A concept's name as plain words: `right-to-object` → `right to object`, `ai-notification` → `AI notification`."""
    return " ".join(SPELT.get(word, word) for word in concept.split("-"))
