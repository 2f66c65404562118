"""The scripted person of a rehearsal: she does in the window what a person would, and answers every pause."""

from collections.abc import Callable
from datetime import timedelta

from walkout.dryrun.site import Site
from walkout.flow.model import ButtonTarget, FieldTarget, LinkTarget, Target, ValueName
from walkout.resolve.match import Found
from walkout.resolve.resolve import resolve
from walkout.view import Element
from walkout.walk.person import Answer, ChoiceName, Event, Pause, Wish
from walkout.walk.window import Window

STAND_INS: dict[ValueName, str] = {"country": "DE", "email": "rehearsal@example.org"}
LOGIN, PASSWORD = "rehearsal@example.org", "not-a-real-password"
MOST_TRIES = 8


class ScriptedPerson:
    """Signs in, agrees to what she reviews, fetches the code from the inbox and types it into the page.

    Where a person would be asked to judge (a target is missing, a page is unknown), she stops: a rehearsal shall show
    that a person would be needed.
    """

    def __init__(self, window: Window, site: Site, email: str, tell: Callable[[Event], None]) -> None:
        self._window, self._site, self._email, self._tell = window, site, email, tell
        self._wrong = {"wrong-code": 1, "wrong-code-thrice": 3}
        self._to_mistype = max((self._wrong.get(fault, 0) for fault in site.faults), default=0)
        self._to_be_late = "expired-code" in site.faults
        self._tries = 0

    def tell(self, event: Event) -> None:
        self._tell(event)

    def wish(self) -> Wish | None:
        return None

    def ask(self, pause: Pause, moved: Callable[[], bool]) -> Answer:  # noqa: ARG002 - she never waits
        self._tries += 1
        if self._tries > MOST_TRIES:
            return Answer("stop")
        return Answer(self._answer(pause))

    def _answer(self, pause: Pause) -> ChoiceName:
        match pause.kind:
            case "review":
                return "send"
            case "sign-in":
                return self._go_on_if(self._sign_in())
            case "enter-the-code" | "enter-the-code-again":
                return self._go_on_if(self._enter_the_code())
            case "ask-for-a-new-code":
                return self._go_on_if(self._press(ButtonTarget(button="resend-code"), LinkTarget(link="resend-code")))
            case "read" | "paused":
                return "go-on"
            case _:
                return "stop"

    @staticmethod
    def _go_on_if(could: bool) -> ChoiceName:
        return "go-on" if could else "stop"

    def _sign_in(self) -> bool:
        typed = self._type(FieldTarget(field="login-name"), LOGIN) and self._type(
            FieldTarget(field="password"), PASSWORD
        )
        return typed and self._press(ButtonTarget(button="sign-in"))

    def _enter_the_code(self) -> bool:
        mail = self._site.inbox.latest(self._email)
        if mail is None:
            return self._press(ButtonTarget(button="resend-code"), LinkTarget(link="resend-code"))
        code = mail.code
        if self._to_be_late:
            self._to_be_late = False
            self._site.clock.move(timedelta(minutes=61))
        elif self._to_mistype:
            self._to_mistype -= 1
            code = str((int(code) + 1) % 1_000_000).zfill(6)
        return self._type(FieldTarget(field="one-time-code"), code) and self._press(ButtonTarget(button="confirm-code"))

    def _type(self, target: Target, text: str) -> bool:
        element = self._see(target)
        if element is None:
            return False
        self._window.fill(element, text)
        return True

    def _press(self, *targets: Target) -> bool:
        element = self._see(*targets)
        if element is None:
            return False
        self._window.click(element)
        return True

    def _see(self, *targets: Target) -> Element | None:
        view = self._window.look()
        for target in targets:
            match = resolve(target, view)
            if isinstance(match, Found):
                return match.element
        return None
