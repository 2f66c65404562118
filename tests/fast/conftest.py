"""What the tests without a browser share: builders of views, a window over scripted screens, a scripted person."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from unittest.mock import patch

import keyring
import pytest
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from keyring.backends import fail

from walkout.errors import CannotActError, PageUnreachableError, WindowClosedError
from walkout.flow.load import FlowFile, find_flow, load_flow
from walkout.flow.plan import Attachment, make_plan
from walkout.flow.steps import ValueName
from walkout.profile import encrypted_file
from walkout.view import Box, Element, Frame, Mark, Option, PageView
from walkout.walk.outcome import Outcome
from walkout.walk.person import Answer, Event, Pause, Wish
from walkout.walk.session import Patience, Session
from walkout.walk.walk import walk

HOST = "https://www.facebook.com"
VALUES: dict[ValueName, str] = {
    "country": "IE",
    "email": "erika.mustermann@example.org",
    "reason": "My holiday pictures show my children, and no machine shall learn from them.",
}


@pytest.fixture(autouse=True)
def keys_are_made_quickly() -> Iterator[None]:
    """What a passphrase costs is for those who guess; programs that a test starts make their keys at the full price."""
    with patch.object(encrypted_file, "Scrypt", lambda salt, length, n, r, p: Scrypt(salt, length, 2, r, 1)):
        yield


def element(role: str, name: str = "", **more: object) -> Element:
    """An element that is fit to be found: its name comes from its label or text. Place and number come with `view`."""
    tags = {"link": "a", "button": "button", "heading": "h2", "text": "p", "combobox": "select", "option": "div"}
    source = "label" if role in ("textbox", "combobox", "searchbox", "spinbutton") else "text"
    facts: dict[str, object] = {"tag": tags.get(role, "input"), "name_from": source if name else ""}
    return Element(frame=0, index=-1, role=role, name=name, **{**facts, **more})  # type: ignore[arg-type]


def countries(*names: str) -> tuple[Option, ...]:
    return tuple(Option(name[:2].upper(), name) for name in names)


def view(*elements: Element, address: str = f"{HOST}/page", language: str = "en", **more: object) -> PageView:
    """A view of these elements, one below the other, unless they have a place of their own."""
    placed = tuple(
        replace(one, index=number, box=one.box if one.box.width else Box(10, 40 * number, 200, 30))
        for number, one in enumerate(elements)
    )
    frames = more.pop("frames", (Frame(address, language),))
    return PageView(address, language=language, frames=frames, elements=placed, **more)  # type: ignore[arg-type]


@dataclass
class Screen:
    """What the window shows at a time. leads: the name of what is clicked → the next screen, or what happens then."""

    address: str
    elements: tuple[Element, ...]
    leads: Mapping[str, "str | Callable[[FakeWindow], None]"] = field(default_factory=dict)
    ready: bool = True


def facebook() -> dict[str, Screen]:
    """The screens of Meta's way in, as far as words go."""
    form = f"{HOST}/help/contact/6359191084165019"
    notification = "We're planning new AI features for you. Learn how we use your information."
    code = (element("textbox", "6-digit code"), element("button", "Confirm", submits=True, form=0, sends_to=form))
    return {
        "notifications": Screen(
            f"{HOST}/notifications",
            (element("heading", "Notifications"), element("link", notification, href=f"{HOST}/notice")),
            {notification: "notice"},
        ),
        "notice": Screen(
            f"{HOST}/notice",
            (
                element("heading", "Policy Updates"),
                element("text", "This means that you have the right to object to how your information is used."),
                element("link", "right to object", href=form),
                element("button", "Close"),
            ),
            {"right to object": "form", "Close": "notifications"},
        ),
        "policy": Screen(
            f"{HOST}/privacy/policy/",
            (
                element("heading", "Privacy Policy"),
                element("link", "Object", href=f"{HOST}/privacy/policy/#5", same_page=True, region="navigation"),
                element("link", "right to object to", href=form),
                element("link", "object", href=f"{HOST}/other"),
            ),
            {"right to object to": "form"},
        ),
        "form": Screen(
            form,
            (
                element("heading", "Objection request"),
                element("combobox", "Country of residence", options=countries("Germany", "Ireland", "France"), form=0),
                element("textbox", "Email address", type="email", form=0),
                element("textbox", "Tell us how this processing impacts you", tag="textarea", form=0),
                element("button", "Send", type="submit", submits=True, form=0, sends_to=f"{form}/send"),
            ),
            {"Send": "code"},
        ),
        "code": Screen(f"{form}/code", code, {"Confirm": "received"}),
        "code-wrong": Screen(f"{form}/code", (*code, element("text", "The code you entered is incorrect"))),
        "locked": Screen(f"{form}/code", (element("text", "You've entered the wrong code too many times"),)),
        "received": Screen(f"{form}/done", (element("text", "We've received your submission."),)),
        "refused": Screen(f"{form}/done", (element("text", "We're unable to process your request"),)),
        "unavailable": Screen(form, (element("text", "This content isn't available right now"),)),
        "sign-in": Screen(
            f"{HOST}/login",
            (element("textbox", "Email address or phone number"), element("textbox", "Password", type="password")),
        ),
        "unknown": Screen(f"{HOST}/cat-pictures", (element("text", "Nothing of interest"),)),
        "offline": Screen("chrome-error://chromewebdata/", ()),
        "look-alike": Screen("https://www.facebook.com.example/help", ()),
    }


class FakeWindow:
    """A window over screens. Time passes only by `wait`, and a little by `look`.

    log: what was done in it, in order.
    before: called with the number (from 1) and name of each call, to raise or to change something at that moment.
    """

    def __init__(self, screens: dict[str, Screen], starts: Mapping[str, str] | None = None) -> None:
        self.screens, self.log, self.dialogs = screens, [], []
        self.starts = {
            f"{HOST}/notifications": "notifications",
            f"{HOST}/privacy/policy/": "policy",
            f"{HOST}/help/contact/6359191084165019": "form",
            **(starts or {}),
        }
        self.screen, self.held, self.past = "", {}, []
        self.before: Callable[[int, str], None] = lambda number, name: None
        self.after_fill: Callable[[str], None] = lambda name: None
        self.after_escape: Callable[[], None] = lambda: None
        self.calls, self.born, self.time = 0, 0.0, 0.0
        self.pointed, self.clicked_on = None, ()
        self.closed = False

    # --- what a test does ---
    def show(self, name: str) -> None:
        """Another document, with empty fields."""
        if self.screen:
            self.past.append(self.screen)
        self.screen, self.born, self.held = name, self.born + 1, {}
        self.log.append(("shown", name))

    def now(self) -> float:
        return self.time

    def done(self, *kinds: str) -> list[tuple[str, ...]]:
        """What was done in the window, of these kinds."""
        return [entry for entry in self.log if entry[0] in kinds]

    # --- what a walk does ---
    def look(self) -> PageView:
        self._count("look")
        self.time += 0.001
        screen = self.screens[self.screen]
        shown = [replace(one, filled=bool(self.held.get(one.name))) for one in screen.elements]
        return view(*shown, address=screen.address, ready=screen.ready, born=self.born, title=self.screen)

    def open(self, address: str) -> None:
        self._count("open")
        self.log.append(("open", address))
        where = self.starts.get(address, "unknown")
        if where == "unreachable":
            raise PageUnreachableError("no answer")
        self.show(where)

    def click(self, one: Element) -> None:
        self._count("click")
        self._find(one)
        self.log.append(("click", one.name))
        leads = self.screens[self.screen].leads.get(one.name)
        if callable(leads):
            leads(self)
        elif leads:
            self.show(leads)

    def try_click(self, one: Element) -> None:
        self._count("try_click")
        self._find(one)

    def fill(self, one: Element, value: str) -> None:
        self._count("fill")
        self._find(one)
        self.log.append(("fill", one.name, value))
        self.held[one.name] = value
        self.after_fill(one.name)

    def select(self, one: Element, option: int) -> None:
        self._count("select")
        self._find(one)
        self.log.append(("select", one.name, one.options[option].label))
        self.held[one.name] = one.options[option].value
        self.after_fill(one.name)

    def holds(self, one: Element, value: str) -> bool:
        self._count("holds")
        self._find(one)
        return self.held.get(one.name) == value

    def upload(self, one: Element, files: tuple[Attachment, ...]) -> None:
        self._count("upload")
        self._find(one)
        self.log.append(("upload", one.name, *(file.name for file in files)))
        self.held[one.name] = "\n".join(file.name for file in files)

    def paragraphs(self, around: Element | None = None) -> tuple[str, ...]:
        self._count("paragraphs")
        return tuple(one.name for one in self.screens[self.screen].elements if one.role in ("heading", "text", "link"))

    def scroll(self) -> bool:
        self._count("scroll")
        return False

    @contextmanager
    def point(self) -> Iterator[SimpleNamespace]:
        self._count("point")
        self.log.append(("point",))
        self.pointed, self.clicked_on = None, ()
        yield SimpleNamespace(poll=lambda: self.pointed, around=self._around)
        self.log.append(("point-ended",))

    def _around(self) -> tuple[Element, ...]:
        """The elements of a look whose numbers are those that were clicked on."""
        return tuple(self.look().elements[number] for number in self.clicked_on)

    def press_escape(self) -> None:
        self._count("press_escape")
        self.log.append(("escape",))
        self.after_escape()

    def back(self) -> None:
        self._count("back")
        if not self.past:
            raise CannotActError("there is no page before this one")
        self.log.append(("back",))
        self.screen, self.born, self.held = self.past.pop(), self.born + 1, {}

    def wait(self, milliseconds: int) -> None:
        self._count("wait")
        self.time += milliseconds / 1000

    def picture(self, private: tuple[str, ...]) -> bytes:
        self._count("picture")
        return b"png"

    def marked(self, marks: tuple[Mark, ...], private: tuple[str, ...]) -> bytes:
        self._count("marked")
        self.log.append(("marked", *(mark.element.name for mark in marks)))
        return b"png"

    def _count(self, name: str) -> None:
        self.calls += 1
        assert self.calls < 10_000, "the walk goes on without an end"
        self.before(self.calls, name)
        if self.closed:
            raise WindowClosedError("the browser window was closed")

    def _find(self, one: Element) -> None:
        """An element of an older look can be acted on only while it is still there, as in a real window."""
        if not any((now.role, now.name) == (one.role, one.name) for now in self.screens[self.screen].elements):
            raise CannotActError(f"{one.role} has changed since the look")


Said = str | Answer | Callable[[Pause, Callable[[], bool]], "str | Answer"]


class FakePerson:
    """Answers each kind of pause with the next of its scripted answers, the last one again and again; else stops."""

    def __init__(self, answers: Mapping[str, Iterable[Said]]) -> None:
        self.answers = {kind: list(said) for kind, said in answers.items()}
        self.pauses: list[Pause] = []
        self.events: list[Event] = []
        self.wishes: dict[int, Wish] = {}
        self.looked = 0

    def tell(self, event: Event) -> None:
        self.events.append(event)

    def wish(self) -> Wish | None:
        self.looked += 1
        return self.wishes.get(self.looked)

    def ask(self, pause: Pause, moved: Callable[[], bool]) -> Answer:
        self.pauses.append(pause)
        assert len(self.pauses) < 60, "the walk asks without an end"
        left = self.answers.get(pause.kind, ["stop"])
        said = left.pop(0) if len(left) > 1 else left[0]
        answer = said(pause, moved) if callable(said) else said
        return Answer(answer) if isinstance(answer, str) else answer  # type: ignore[arg-type]

    def asked(self, kind: str) -> list[Pause]:
        return [pause for pause in self.pauses if pause.kind == kind]

    def told(self, event: str) -> list[Event]:
        return [one for one in self.events if one.event == event]


class FakeRecords:
    """Writes into the window's log, so that the order of records and clicks can be seen."""

    def __init__(self, log: list[tuple[str, ...]], pictures: bool = True, texts: bool = True) -> None:
        self.log, self.keeps_pictures, self.keeps_texts = log, pictures, texts

    def step(self, page: str, text: str) -> None:
        self.log.append(("kept-step", page, text))

    def picture(self, page: str, png: bytes) -> None:
        self.log.append(("kept-picture", page))

    def text_seen(self, page: str, language: str, address: str, paragraphs: tuple[str, ...]) -> str | None:
        self.log.append(("kept-text", page, language, address, *paragraphs))
        return None

    def disclosed(self, field: str, value_name: str, hint: str, origin: str) -> None:
        self.log.append(("disclosed", field, value_name, hint, origin))

    def agreed(self, to: str) -> None:
        self.log.append(("agreed", to))

    def sending(self) -> None:
        self.log.append(("sending",))

    def sent(self) -> None:
        self.log.append(("sent",))

    def confirmed(self, text: str, address: str) -> None:
        self.log.append(("confirmed", text, address))

    def refused(self, text: str) -> None:
        self.log.append(("refused", text))


@dataclass
class Walking:
    """One walk with fakes. Its person agrees at the review and enters the code, unless she is told otherwise."""

    file: FlowFile
    way: str | None = "notification"
    answers: dict[str, list[Said]] = field(default_factory=dict)
    values: dict[ValueName, str] = field(default_factory=lambda: dict(VALUES))
    pictures: bool = True
    texts: bool = True
    starts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.window = FakeWindow(facebook(), self.starts)
        happy: dict[str, list[Said]] = {"review": ["send"], "enter-the-code": [self.shows("received")]}
        self.person = FakePerson({**happy, **self.answers})
        self.records = FakeRecords(self.window.log, self.pictures, self.texts)
        self.session = Session(
            make_plan(self.file, self.values, self.way), self.window, self.person, self.records, Patience()
        )

    def shows(self, screen: str) -> Said:
        """An answer: the window shows that screen, and the person waits until the walk has seen it."""

        def answer(pause: Pause, moved: Callable[[], bool]) -> str:
            self.window.show(screen)
            assert any(moved() for _ in range(5)), f"the walk does not see that the window shows {screen}"
            return "moved"

        return answer

    def clicks(self, *numbers: int) -> Said:
        """An answer to a pause for pointing: she clicks where these elements of the screen lie one in another."""

        def answer(pause: Pause, moved: Callable[[], bool]) -> str:
            assert not moved()
            self.window.pointed, self.window.clicked_on = "clicked", numbers
            assert moved()
            return "moved"

        return answer

    def run(self) -> Outcome:
        with patch("walkout.walk.session.monotonic", self.window.now):
            return walk(self.session)

    @property
    def log(self) -> list[tuple[str, ...]]:
        return self.window.log

    def kinds(self) -> list[str]:
        return [entry[0] for entry in self.log]


@pytest.fixture(scope="session", autouse=True)
def _no_keyring_of_this_machine() -> None:
    """No test reads or writes the keyring of whoever runs it, nor one that another test has made."""
    keyring.set_keyring(fail.Keyring())


@pytest.fixture(scope="session")
def facebook_flow() -> FlowFile:
    return load_flow(find_flow("meta/facebook"))


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """The builders: element, view, countries, screen."""
    return SimpleNamespace(element=element, view=view, countries=countries, screen=Screen, host=HOST, values=VALUES)


@pytest.fixture(scope="session")
def walking(facebook_flow: FlowFile) -> Callable[..., Walking]:
    """Makes a walk of meta/facebook, or of the flow file given by `file`, with fakes."""
    return lambda **more: Walking(more.pop("file", facebook_flow), **more)


@pytest.fixture(scope="session")
def fakes() -> SimpleNamespace:
    """The fakes themselves, for tests that put them together in another way."""
    return SimpleNamespace(window=FakeWindow, person=FakePerson, records=FakeRecords, screens=facebook, walking=Walking)
