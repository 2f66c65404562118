"""What the person is told at each pause. One place, so that another language is another file."""

from walkout.flow.model import Errand
from walkout.resolve.match import Ambiguous, Candidate, Missing
from walkout.walk.person import Choice, Pause

GO_ON = Choice("go-on", "go on")
DONE_BY_ME = Choice("done-by-me", "I did this step myself in the window")
MINE = Choice("done-by-me", "fill the others; what is missing I do myself")
AGAIN = Choice("again", "look again")
SKIP = Choice("skip", "skip this step")
BACK = Choice("back", "go one page back")
NEXT_WAY = Choice("next-way", "try the next way in")
STOP = Choice("stop", "stop here")
SEND = Choice("send", "send it")
CHANGE = Choice("change", "change a value")

ERRANDS: dict[Errand, tuple[str, tuple[str, ...]]] = {
    "sign-in": (
        "Please sign in, in the browser window.",
        (
            "The form is shown only to people who are signed in, in this same browser.",
            "walkout neither sees nor keeps your password. The window remembers the login for the next time.",
            "The walk goes on by itself once you are signed in.",
        ),
    ),
    "enter-the-code": (
        "Please paste the code from your e-mail into the page, and confirm it there.",
        (
            "The request does not count until the code is entered. The code is valid for one hour; keep the page open.",
            "No mail yet? Look in spam and in “Social” or “Updates”; then use the page's own link for a new code.",
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
    "read": ("Please read this page, then go on.", ()),
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
NOT_MOVING = "The page has not moved on."
UNKNOWN = "This is a page that the flow does not know."


def describe_match(match: Ambiguous | Missing, wanted: str) -> tuple[str, tuple[str, ...]]:
    """Title and lines for a target that was not found without doubt."""
    if isinstance(match, Ambiguous):
        title = f"{len(match.candidates)} places on this page could be “{wanted}”, and walkout does not guess."
        return title, tuple(describe_candidate(one) for one in match.candidates)
    nearest = tuple(f"nearest: {describe_candidate(one)}" for one in match.nearest[:3])
    return f"“{wanted}” is not on this page.", nearest


def describe_candidate(candidate: Candidate) -> str:
    """An element as a person would point at it: what it says, where it stands, where it leads."""
    element = candidate.element
    where = f", under “{short(element.heading)}”" if element.heading else ""
    leads = f", leads to {short(element.href, 70)}" if element.href else ""
    return f"{element.role} “{short(element.name or element.placeholder)}”{where}{leads}"


def short(text: str, most: int = 50) -> str:
    """A text cut to a length."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def in_words(concept: str) -> str:
    """A concept's name as plain words: `right-to-object` → `right to object`."""
    return concept.replace("-", " ")
