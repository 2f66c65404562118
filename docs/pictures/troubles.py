"""Make docs/pictures/troubles/: for each trouble that people met, the window and what she is told, side by side.

    xvfb-run -a .venv/bin/python docs/pictures/troubles.py [NAME]...

A headed walk on fixture pages runs up to the moment at which the person is told; nothing is drawn or cropped by hand.
It needs a display, as Xvfb gives.
"""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from make import PAGE_SIZE, Sitter, _page, compose
from PIL import Image

from walkout.browser.find import find_browser
from walkout.browser.interception import Interception
from walkout.browser.session import rehearsal_window
from walkout.commands.verdict import verdict
from walkout.dryrun.rehearse import PATIENCE, fixture_of, plan_for
from walkout.dryrun.scripted import ScriptedPerson
from walkout.dryrun.site import load_site, site_info
from walkout.flow.load import find_flow, load_flow
from walkout.walk.person import Answer, Event, Pause, Wish
from walkout.walk.records import NoRecords
from walkout.walk.session import Session
from walkout.walk.walk import walk

TARGET = Path(__file__).with_name("troubles")
HEAD = """# What can go wrong on the way, and what you are told then

Left the window, right the terminal, at the moment at which you are told. The pages are stand-ins with invented words
and values, not Meta's. The command below each picture shows the same on your computer; nothing is sent to anybody.
All troubles, for every site: [what is covered](../../coverage.md). Made by
`xvfb-run -a .venv/bin/python docs/pictures/troubles.py`.
"""


@dataclass(frozen=True)
class Trouble:
    """What to walk, and the pause (or event) at which the picture is taken; `after`: how many of that kind to pass."""

    flow: str
    fault: str
    until: str
    variant: str | None = None
    way: str | None = None
    after: int = 0


TROUBLES: dict[str, Trouble] = {
    "signed-out": Trouble("meta/facebook", "signed-out", "sign-in"),
    "login-loses-form": Trouble("meta/facebook", "login-loses-form", "way-reopened"),
    "second-factor": Trouble("meta/facebook", "second-factor", "enter-the-login-code"),
    "save-login": Trouble("meta/facebook", "second-factor", "decide-on-the-login"),
    "no-notification": Trouble("meta/facebook", "no-notification", "way-left"),
    "closed-notice": Trouble("meta/facebook", "closed-notice", "way-reopened"),
    "far-down": Trouble("meta/facebook", "far-down", "review"),
    "form-far-down": Trouble("meta/facebook", "form-far-down", "review"),
    "country-missing": Trouble("meta/facebook", "country-not-listed", "country-missing"),
    "no-mail": Trouble("meta/facebook", "mail-never", "enter-the-code", after=1),
    "wrong-code": Trouble("meta/facebook", "wrong-code", "enter-the-code-again"),
    "expired-code": Trouble("meta/facebook", "expired-code", "ask-for-a-new-code"),
    "too-many-tries": Trouble("meta/facebook", "wrong-code-thrice", "end"),
    "link-mailed": Trouble("meta/facebook", "link-mailed", "open-the-link"),
    "security-check": Trouble("meta/facebook", "security-check", "solve-the-check"),
    "check-in-form": Trouble("meta/third-party", "check-in-form", "review"),
    "short-prompts": Trouble("meta/third-party", "short-prompts", "review"),
    "try-later": Trouble("meta/facebook", "try-later", "end"),
    "unavailable": Trouble("meta/facebook", "unavailable", "end"),
    "acting-as-page": Trouble("meta/facebook", "acting-as-page", "switch-to-your-profile"),
    "choose-account": Trouble("meta/facebook", "choose-account", "choose-the-account"),
    "cookie-banner": Trouble("meta/facebook", "cookie-banner", "page-recognised"),
    "interstitial": Trouble("meta/facebook", "interstitial", "cannot-act"),
    "other-language": Trouble("meta/facebook", "mixed-languages", "review"),
    "reloads": Trouble("meta/facebook", "reloads", "review"),
    "new-tab": Trouble("meta/facebook", "new-tab", "review"),
    "already-objected": Trouble("meta/facebook", "already-objected", "end"),
    "refused": Trouble("meta/facebook", "refused-at-once", "end"),
    "unable-to-process": Trouble("meta/third-party", "unable", "end"),
    "unknown-page": Trouble("meta/facebook", "no-confirmation", "unknown-page"),
    "lookalike": Trouble("meta/facebook", "lookalike", "unsafe-place"),
    "other-prefilled": Trouble("meta/facebook", "other-prefilled", "review", variant="eu-2025"),
    "private-account": Trouble("meta/instagram-private", "slow", "press-the-button"),
}


class Stops(Exception):  # noqa: N818 - the picture is taken
    """The walk has come as far as the picture wants."""


class Told(ScriptedPerson):
    """The scripted person, who is told in a terminal of 80 columns, and stops at the wanted moment."""

    def __init__(self, trouble: Trouble, sitter: Sitter, *how: object) -> None:
        super().__init__(*how, sitter.tell)  # type: ignore[arg-type]
        self._trouble, self._sitter, self._left = trouble, sitter, trouble.after

    def tell(self, event: Event) -> None:
        self._sitter.tell(event)
        if event.event == self._trouble.until:
            self._reached()

    def wish(self) -> Wish | None:
        return None

    def ask(self, pause: Pause, moved: Callable[[], bool]) -> Answer:
        if pause.kind == self._trouble.until:
            self._sitter.show(pause)
            self._reached()
        return super().ask(pause, moved)

    def _reached(self) -> None:
        if self._left == 0:
            raise Stops
        self._left -= 1


def take(name: str) -> bytes:
    """The picture of one trouble, as PNG."""
    trouble = TROUBLES[name]
    browser = find_browser(None)
    site = load_site(fixture_of(trouble.flow, trouble.variant), language="en", faults=[trouble.fault])
    file = load_flow(find_flow(trouble.flow))
    plan = plan_for(file, site, trouble.way)
    answers = Interception(site.answer)
    with rehearsal_window(browser, plan.flow.origins, answers, headed=True, slow_ms=0, language="en") as window:
        _page(window).set_viewport_size(PAGE_SIZE)
        sitter = Sitter(lambda: b"")
        person = Told(trouble, sitter, window, site, plan.values.get("email", ""))
        try:
            outcome = walk(Session(plan, window, person, NoRecords(), PATIENCE))
            sitter.console.print(verdict(file, outcome, None))
        except Stops:
            pass
        sitter.window = _page(window).screenshot(full_page=False)
    return compose(browser, sitter)


def gallery() -> str:
    """The page that shows all of them, each with what goes wrong in the words of its site."""
    parts = [HEAD]
    for name, trouble in TROUBLES.items():
        fault = site_info(fixture_of(trouble.flow, trouble.variant)).faults[trouble.fault]
        variant = f" --variant {trouble.variant}" if trouble.variant else ""
        command = f"walkout dry-run {trouble.flow}{variant} --fault {trouble.fault} --headed"
        title = name.replace("-", " ").capitalize()
        parts.append(f"\n## {title}\n\n{fault.description}\n\n![{title}]({name}.png)\n\n`{command}`\n")
    return "".join(parts)


def main() -> None:
    TARGET.mkdir(exist_ok=True)
    (TARGET / "README.md").write_text(gallery(), "utf-8")
    for name in sys.argv[1:] or TROUBLES:
        with Image.open(io.BytesIO(take(name))) as picture:
            small = picture.convert("RGB").quantize(96)
            small.save(TARGET / f"{name}.png", optimize=True)
        print(TARGET / f"{name}.png")


if __name__ == "__main__":
    main()
