"""The scripted person of a rehearsal: she does in the window what a person would, and answers every pause."""

import re
from base64 import b64decode
from collections.abc import Callable
from datetime import timedelta

from walkout.dryrun.site import Site
from walkout.flow.model import Flow
from walkout.flow.plan import Attachment
from walkout.flow.steps import ValueName
from walkout.flow.targets import ButtonTarget, FieldTarget, LinkTarget, OptionTarget, Target, UntickedTarget
from walkout.resolve.match import Found
from walkout.resolve.resolve import resolve
from walkout.view import Element
from walkout.walk.person import Answer, ChoiceName, Event, Pause, Wish
from walkout.walk.window import Window

STAND_INS: dict[ValueName, str] = {
    "country": "DE",
    "email": "rehearsal@example.org",
    "first-name": "Robin",
    "last-name": "Example",
    "prompts": (
        "Prompt: Who is Robin Example of Exampleville?\n"
        "Answer: Robin Example is a gardener, lives in the Example Road, and writes about allotments."
    ),
    "screenshots": "1 picture",
}
OTHER_ADDRESS = "other@example.org"
LONGER = (
    "The answer named my town, my profession and the school of my children, which I have never made public anywhere. "
)
LOGIN, PASSWORD = "rehearsal@example.org", "not-a-real-password"
MOST_TRIES = 12
# A picture of one grey point.
PICTURE = Attachment(
    "screenshot-1.png",
    "image/png",
    b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="),
)
Press = tuple[Target, ...]
RESEND: Press = (ButtonTarget(button="resend-code"), LinkTarget(link="resend-code"))


def stand_ins(flow: Flow) -> dict[ValueName, str]:
    """The values of the rehearsal's person, with an invented answer for each question of the flow."""
    return {**STAND_INS, **{ask.ask: ask.invented for ask in flow.asks}}


class ScriptedPerson:
    """Signs in, agrees to what she reviews, fetches the code from the inbox and types it into the page.

    Where a person would be asked to judge (a target is missing, a page is unknown), she stops: a rehearsal shall show
    that a person would be needed.
    """

    def __init__(self, window: Window, site: Site, email: str, tell: Callable[[Event], None]) -> None:
        self._window, self._site, self._email, self._tell = window, site, email, tell
        faults = frozenset(site.faults)
        wrong = {"wrong-code": 1, "wrong-code-thrice": 3}
        self._to_mistype = max((wrong.get(fault, 0) for fault in faults), default=0)
        self._to_be_late = "expired-code" in faults
        self._to_change_address = "other-address" in faults
        self._solves_checks = "security-check-done" in faults or "check-in-form" in faults
        self._has_no_country = "country-not-listed" in faults
        self._writes_more = "short-prompts" in faults
        self._reviews = 0
        self._tries = 0

    def tell(self, event: Event) -> None:
        self._tell(event)

    def wish(self) -> Wish | None:
        return None

    def ask(self, pause: Pause, moved: Callable[[], bool]) -> Answer:
        self._tries += 1
        if self._tries > MOST_TRIES:
            return Answer("stop")
        if pause.kind == "review":
            return self._review()
        if pause.kind == "country-missing" and self._has_no_country:
            could = self._press(LinkTarget(link="country-not-listed")) and any(moved() for _ in range(MOST_TRIES))
            return Answer("moved" if could else "stop")
        return Answer(self._answer(pause))

    def _review(self) -> Answer:
        self._reviews += 1
        if self._solves_checks:
            self._press(OptionTarget(option="security-check"))
        if self._reviews == 2 and self._to_change_address:
            self._email = OTHER_ADDRESS
            return Answer("change", value_name="email", value=OTHER_ADDRESS)
        if self._reviews == 2 and self._writes_more:
            return Answer("change", value_name="prompts", value=LONGER)
        return Answer("send")

    def _answer(self, pause: Pause) -> ChoiceName:
        match pause.kind:
            case "sign-in":
                return self._go_on_if(self._sign_in())
            case "enter-the-login-code":
                return self._go_on_if(self._enter(self._site.login_code, ButtonTarget(button="next")))
            case "decide-on-the-login":
                return self._go_on_if(self._press(ButtonTarget(button="close"), LinkTarget(link="close")))
            case "decide-on-cookies":
                return self._go_on_if(self._press(ButtonTarget(button="decline-cookies")))
            case "switch-to-your-profile":
                return self._go_on_if(self._press(ButtonTarget(button="switch-to-profile")))
            case "choose-the-account":
                return self._go_on_if(self._choose_the_account())
            case "enter-the-code" | "enter-the-code-again":
                return self._go_on_if(self._enter_the_code())
            case "ask-for-a-new-code":
                return self._go_on_if(self._press(*RESEND))
            case "open-the-link":
                return self._go_on_if(self._open_the_link())
            case "press-the-button":
                return self._go_on_if(self._press_the_last_button())
            case "solve-the-check" if self._solves_checks:
                return self._go_on_if(self._solve_the_check())
            case "read":
                return self._go_on_if(self._press(ButtonTarget(button="next"), LinkTarget(link="next")))
            case "paused":
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
        if self._to_change_address:
            self._to_change_address = self._email != OTHER_ADDRESS
            if self._to_change_address:
                return self._press(LinkTarget(link="other-address"), ButtonTarget(button="other-address"))
        mail = self._site.inbox.latest(self._email or STAND_INS["email"])
        if mail is None:
            return self._press(*RESEND)
        code = mail.code
        if self._to_be_late:
            self._to_be_late = False
            self._site.clock.move(timedelta(minutes=61))
        elif self._to_mistype:
            self._to_mistype -= 1
            code = str((int(code) + 1) % 1_000_000).zfill(6)
        return self._enter(code, ButtonTarget(button="confirm-code"))

    def _enter(self, code: str, button: ButtonTarget) -> bool:
        return self._type(FieldTarget(field="one-time-code"), code) and self._press(button)

    def _open_the_link(self) -> bool:
        mail = self._site.inbox.latest(self._email)
        link = re.search(r"https://\S+", mail.text) if mail else None
        if link is None:
            return False
        self._window.open(link[0])
        return True

    def _choose_the_account(self) -> bool:
        """The first of her accounts: a person knows which is which."""
        first = next((one for one in self._window.look().elements if one.role == "radio" and one.visible), None)
        if first is not None:
            self._window.click(first)
        return first is not None and self._press(ButtonTarget(button="next"))

    def _press_the_last_button(self) -> bool:
        """She turns on a switch or presses the button, and says yes where she is asked."""
        pressed = self._press(
            ButtonTarget(button="switch-to-private"),
            ButtonTarget(button="limit-past-posts"),
            UntickedTarget(unticked="private-account"),
        )
        self._press(ButtonTarget(button="switch-to-private"))
        return pressed

    def _solve_the_check(self) -> bool:
        """The fixture's picture is for people; its answer is no secret of the rehearsal."""
        field = next((one for one in self._window.look().elements if one.role == "textbox" and one.form >= 0), None)
        if field is None:
            return False
        self._window.fill(field, "W7KQ2")
        return self._press(ButtonTarget(button="next"))

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
