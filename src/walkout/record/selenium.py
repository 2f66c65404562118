"""Projects of Selenium IDE (`.side`): JSON with tests, each a list of commands with a target and a value."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from walkout.errors import BadFlowError
from walkout.record.imported import Gathered, Recording, name_of_command
from walkout.record.selectors import Hints
from walkout.view import Element

RECORDER = "Selenium IDE"
CLICKS = ("click", "clickAt", "doubleClick", "doubleClickAt")
OPEN_BLOCKS = ("if", "while", "times", "forEach", "do")
CLOSE_BLOCKS = ("end", "repeatIf")
IN_BLOCKS = ("else", "elseIf")
IN_CONDITION = "it stands in a condition or loop, and a flow is a map of pages, not a program"
SEEN = re.compile(r"(assert|verify|waitFor)(Text|ElementPresent|ElementVisible)")
COMPARED = re.compile(r"(assert|verify)|(assert|verify|waitFor)\w*(Value|Label)")
WHY = {
    re.compile(r"mouse|dragAndDrop"): "walkout has no step that hovers or drags",
    re.compile(r"(execute|run)(Async)?Script|runScript"): "a flow cannot run code",
    re.compile(r"assert|verify|waitFor|store"): "a flow does not compare or keep values; a page is known by its words",
    re.compile(r"selectWindow|close"): "walkout follows windows by itself",
    re.compile(r"(web[Dd]river)?(accept|answer|dismiss|choose)"): "walkout leaves a page's own dialogs to the person",
    re.compile(r"setWindowSize"): "the size of the window plays no part in a flow",
    re.compile(r"pause|setSpeed|setTimeout"): "walkout waits for pages by itself",
    re.compile(r"echo|debugger"): "it does nothing on a page",
}
DEEPEST = 5
KEY = re.compile(r"\$\{KEY_([A-Z_0-9]+)\}")


@dataclass(frozen=True)
class Project:
    """A project: its base address, and the commands of each test by its name or id."""

    address: str
    tests: dict[str, list[Any]]


def read_selenium(data: Any) -> list[Recording]:
    """One recording a test. Raises BadFlowError, whose place is the test and command."""
    tests = data.get("tests") if isinstance(data, dict) else None
    if not isinstance(tests, list) or not tests:
        raise BadFlowError("there is no list of tests", remedy="Save the project in Selenium IDE again.")
    named: list[tuple[str, list[Any]]] = []
    for number, test in enumerate(tests, 1):
        if not isinstance(test, dict) or not isinstance(test.get("commands"), list):
            raise BadFlowError("a test is an object with a list of `commands`", where=f"test {number}")
        named.append((str(test.get("name", "")), test["commands"]))
    address = data.get("url")
    project = Project(address if isinstance(address, str) else "", dict(named))
    recordings = []
    for number, (name, commands) in enumerate(named, 1):
        gathered = Gathered()
        _walk(gathered, project, commands, f"test {number}, step" if len(named) > 1 else "step", 0)
        recordings.append(gathered.recording(name, RECORDER))
    return recordings


def _walk(gathered: Gathered, project: Project, commands: list[Any], at: str, depth: int) -> None:
    blocks: list[str] = []
    for number, command in enumerate(commands, 1):
        where = f"{at} {number}"
        name, target, value = _parts(command, where)
        if name in OPEN_BLOCKS:
            blocks.append(where)
            gathered.leave(where, name, IN_CONDITION)
        elif name in CLOSE_BLOCKS or name in IN_BLOCKS:
            if not blocks:
                raise BadFlowError(f"`{name}` has no beginning", where=where)
            del blocks[len(blocks) - (name in CLOSE_BLOCKS) :]
            gathered.leave(where, name, IN_CONDITION)
        elif blocks:
            gathered.type(value)
            gathered.leave(where, name_of_command(name), IN_CONDITION)
        elif name == "run":
            _run(gathered, project, target, where, depth)
        else:
            _read(gathered, project, where, command)
    if blocks:
        raise BadFlowError("a condition or loop that begins here has no end", where=blocks[-1])


def _run(gathered: Gathered, project: Project, test: str, where: str, depth: int) -> None:
    """The steps of another test, which this one runs."""
    if test not in project.tests:
        gathered.leave(where, "run", "there is no test of that name")
    elif depth >= DEEPEST:
        raise BadFlowError("tests run each other without end", where=where)
    else:
        _walk(gathered, project, project.tests[test], f"{where}, its step", depth + 1)


def _parts(command: Any, where: str) -> tuple[str, str, str]:
    parts = [command.get(key, "") for key in ("command", "target", "value")] if isinstance(command, dict) else []
    if not parts or not all(isinstance(part, str) for part in parts) or "command" not in command:
        raise BadFlowError("a command is an object with `command`, `target` and `value`", where=where)
    return parts[0], parts[1], parts[2]


def _read(gathered: Gathered, project: Project, where: str, command: dict[str, Any]) -> None:
    name, target, value = _parts(command, where)
    window = command.get("opensWindow") is True
    try:
        match name:
            case "open":
                gathered.in_frame = False
                gathered.act(where, "open", address=_opened(project.address, target))
            case _ if name in CLICKS:
                gathered.act(where, "click", _element(command), opens_window=window)
            case "type" | "sendKeys" | "editContent":
                _typed(gathered, where, command, value)
            case "select" | "addSelection":
                gathered.values.append(value.partition("=")[2] if "=" in value else value)
                gathered.act(where, "choose", _element(command, role="combobox"))
            case "check":
                gathered.act(where, "tick", _element(command, role="checkbox"))
            case "uncheck":
                gathered.leave(where, name, "walkout ticks, and does not take a tick away")
            case "submit":
                gathered.act(where, "submit")
            case "selectFrame":
                gathered.in_frame = not target.startswith("relative=")
                gathered.leave(where, name, "walkout looks into embedded documents by itself")
            case _ if SEEN.fullmatch(name):
                _seen(gathered, where, command, name)
            case _:
                _left(gathered, where, name, target, value)
    except ValueError:
        raise BadFlowError(f"`{name_of_command(name)}` has an address that cannot be read", where=where) from None


def _opened(base: str, target: str) -> str:
    address = urljoin(base, target)
    return "" if "${" in address else address


def _typed(gathered: Gathered, where: str, command: dict[str, Any], value: str) -> None:
    """What is typed, and the Enter key at its end."""
    gathered.type(KEY.sub(" ", value))
    pressed = [key for key in KEY.findall(value) if key in ("ENTER", "RETURN")]
    if KEY.sub("", value):
        element = _element(command, is_field=True)
        gathered.act(where, "upload" if element.type == "file" else "fill", element)
    if pressed:
        gathered.act(where, "enter")
    elif not KEY.sub("", value):
        gathered.leave(where, "sendKeys", "walkout presses no keys but types values")


def _seen(gathered: Gathered, where: str, command: dict[str, Any], name: str) -> None:
    """What was looked for: the text that a command names, or what its target says."""
    hints = _hints(command)
    if name.endswith("Text"):
        hints.texts.insert(0, str(command.get("value", "")).split("\\n")[0])
        hints.names.clear()
    gathered.act(where, "see", hints.element())


def _left(gathered: Gathered, where: str, name: str, target: str, value: str) -> None:
    if name.startswith("//") or not name.strip():
        gathered.leave(where, "a comment", "it is switched off")
        return
    if name == "store" or name.startswith("answer"):
        gathered.type(target if name == "store" else value or target)
    elif COMPARED.fullmatch(name):
        gathered.values.append(value)
    why = next((why for pattern, why in WHY.items() if pattern.match(name)), "walkout does not know this command")
    gathered.leave(where, name_of_command(name), why)


def _element(command: dict[str, Any], *, role: str = "", is_field: bool = False) -> Element:
    hints = _hints(command)
    hints.role = hints.role or role
    if is_field:
        hints.texts.clear()
    return hints.element()


def _hints(command: dict[str, Any]) -> Hints:
    hints = Hints()
    for locator in _locators(command):
        strategy, equals, rest = locator.partition("=")
        match strategy if equals else "":
            case "id" | "name":
                hints.ident(rest)
            case "linkText" | "link" | "partialLinkText":
                hints.role = hints.role or "link"
                hints.text(rest)
            case "css":
                hints.css(rest)
            case "xpath":
                hints.xpath(rest)
            case _ if locator.startswith(("//", "(//")):
                hints.xpath(locator)
    return hints


def _locators(command: dict[str, Any]) -> Iterator[str]:
    """The target, then its alternatives."""
    yield str(command.get("target", ""))
    others: Iterable[Any] = command.get("targets") if isinstance(command.get("targets"), list) else ()  # type: ignore[assignment]
    for other in others:
        if isinstance(other, list) and other and isinstance(other[0], str):
            yield other[0]
