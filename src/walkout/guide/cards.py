"""From what a walk asks and tells to the card that shows it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from walkout.flow.steps import ValueName
from walkout.guide.card import Button, Card, Fact, Pick, Row
from walkout.walk import texts
from walkout.walk.person import Choice, ChoiceName, Event, Pause, PauseKind
from walkout.walk.sending import AFTER_SENDING
from walkout.walk.texts import short
from walkout.words.speech import _, say_date, say_time

KEY = "Alt+Shift+G"
# The one thing to do at a pause; elsewhere the first of its choices.
MAIN: dict[PauseKind, ChoiceName] = {"review": "send", "unsafe-place": "stop"}
# She acts in the page there, and the keyboard stays with it.
IN_THE_PAGE: tuple[PauseKind, ...] = (
    *AFTER_SENDING,
    "sign-in",
    "enter-the-login-code",
    "decide-on-the-login",
    "decide-on-cookies",
    "choose-the-account",
    "switch-to-your-profile",
    "press-the-button",
    "solve-the-check",
    "point",
)
LAST_MINUTES, SAID_MOST = 5, 300
CHANGE, PICK = "change:", "pick:"


def asking(pause: Pause) -> Card:
    """The card of a pause, without where the walk is."""
    buttons = [Button(one.name, capital(one.words)) for one in pause.choices if one.name != "change"]
    if pause.kind in IN_THE_PAGE:
        buttons = [Button(one.id, _("I have done it")) if one.id == "go-on" else one for one in buttons]
    wanted = MAIN.get(pause.kind, pause.choices[0].name)
    main = (
        next((one for one in buttons if one.id == wanted), None) if pause.kind != "point" and not pause.picks else None
    )
    others = [one for one in buttons if one is not main and pause.kind != "point"]
    near = [one for one in others if one.id in ("stop", "point")]
    warnings, lines = _warnings(pause)
    return Card(
        capital(pause.title),
        warnings=warnings,
        lines=lines,
        to=_("This goes to {place}:").format(place=pause.to) if pause.to else "",
        rows=tuple(_row(row.field, row.value_name, row.value) for row in pause.rows),
        picks=tuple(Pick(f"{PICK}{at}", str(at + 1), words) for at, words in enumerate(pause.picks)),
        main=main,
        others=tuple(near),
        more=tuple(one for one in others if one not in near),
        pill=" ".join((pause.title, *lines)) if pause.kind == "point" else _("The guide asks you something"),
        slim=pause.kind == "point",
        asks=True,
        focus=pause.kind not in IN_THE_PAGE,
        said=_said(pause, warnings),
        hint=_("{key}: to the guide and back").format(key=KEY),
    )


def clock(pause: Pause, seconds: float) -> tuple[str, str]:
    """The time left and what it is for; two empty words where it need not be shown."""
    code = pause.kind in AFTER_SENDING
    if not code and seconds > LAST_MINUTES * 60:
        return "", ""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    return f"{minutes}:{rest:02}", _("left to do this in the page") if not code else _("left until the code is void")


def telling(events: Sequence[Event]) -> Card:
    """The card between two questions: what was done last, why, and what before."""
    last = events[-1]
    why = last.data.get("why")
    return Card(
        capital(last.text),
        lines=tuple(capital(one.text) for one in events[-4:-1][::-1]),
        why_words=_("Found because") if why else "",
        why=str(why) if why else "",
        main=Button("pause", _("Pause")),
        others=(Button("stop", _("Stop")),),
        more=(Button("back", _("Go one page back")), Button("skip", _("Skip this step"))),
        pill=_("The guide is working"),
        said=capital(last.text),
        hint=_("{key}: to the guide and back").format(key=KEY),
    )


def ending(
    title: str, coming: str, *, sent: Mapping[str, str], when: datetime | None, due: date | None, receipt: Path | None
) -> Card:
    """The last card: how it ended, what was sent, when, and what comes next."""
    facts = [Fact(name, value) for name, value in sent.items()]
    if when is not None:
        facts.append(Fact(_("Sent"), f"{say_date(when.date())}, {say_time(when)}"))
    if due is not None:
        facts.append(Fact(_("An answer is due by"), say_date(due)))
    return Card(
        title,
        lines=tuple(line for line in coming.split("\n") if line),
        facts=tuple(facts),
        main=Button("receipt", _("Open the receipt")) if receipt else Button("go-on", _("Close the window")),
        others=(Button("go-on", _("Close the window")),) if receipt else (),
        pill=_("The walk is over"),
        asks=True,
        focus=True,
        said=title,
    )


def steps_told(number: int, count: int) -> str:
    """Which of the parts it is."""
    return _("Step {number} of {count}").format(number=number, count=count)


def _row(field: str, name: ValueName, value: str) -> Row:
    if name == "screenshots":
        return Row(field, value)
    label = _("Change {what}").format(what=field)
    return Row(field, value, f"{CHANGE}{name}", _("Change"), label)


def _warnings(pause: Pause) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of a pause's lines, those that warn, and the others."""
    if pause.kind == "unsafe-place":
        return pause.lines, ()
    if pause.kind != "review":
        return (), tuple(map(capital, pause.lines))
    usual = texts.spoken(texts.REVIEW)[1]
    return tuple(line for line in pause.lines if line not in usual), usual


def _said(pause: Pause, warnings: tuple[str, ...]) -> str:
    """What is read aloud of a question. What is sent is not: others may hear it, and she reads it by herself."""
    return short(" ".join((pause.title, *warnings, *(pause.lines[:1] if not warnings else ()))), SAID_MOST)


def capital(text: str) -> str:
    """A sentence with a capital, but for a name that has none."""
    return text if text.startswith("walkout") else text[:1].upper() + text[1:]


def choice_of(pause: Pause, button: str) -> Choice | None:
    """The choice of a pause that a button stands for."""
    return next((one for one in pause.choices if one.name == button), None)
