"""Recordings of the Chrome DevTools Recorder: JSON with a list of steps, each with several selectors."""

import json
from collections.abc import Iterable
from typing import Any

from walkout.errors import BadFlowError
from walkout.record.imported import Gathered, Recording, name_of_command
from walkout.record.selectors import Hints
from walkout.view import Element

RECORDER = "Chrome DevTools Recorder"
LEFT = {
    "setViewport": "the size of the window plays no part in a flow",
    "emulateNetworkConditions": "a flow has no network conditions",
    "hover": "walkout has no step that hovers; what shows only then is not found",
    "scroll": "walkout brings what it acts on into view by itself",
    "keyUp": "it belongs to the key that was pressed",
    "close": "walkout closes its window by itself",
    "waitForExpression": "a flow cannot run code",
    "customStep": "it is of an extension, and a flow has no such step",
}
AS_KEYS = "keys that are pressed one by one are not carried over; record the field as a whole"


def read_json(text: str, file: str) -> Any:
    """The data of a JSON text. Raises BadFlowError, which names the line and no content."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise BadFlowError(
            f"this is no JSON: {error.msg}", where=f"{file}, line {error.lineno}", remedy="Export the recording again."
        ) from None
    except (RecursionError, ValueError):
        raise BadFlowError("the file is nested too deeply, or has a number without end", where=file) from None


def read_devtools(data: Any) -> Recording:
    """The recording. Raises BadFlowError, whose place is the step."""
    steps = data.get("steps") if isinstance(data, dict) else None
    if not isinstance(steps, list):
        raise BadFlowError("there is no list of steps", remedy="Export the recording as JSON.")
    gathered = Gathered()
    gathered.values += _typed_by_keys(steps)
    for number, step in enumerate(steps, 1):
        where = f"step {number}"
        if not isinstance(step, dict) or not isinstance(step.get("type"), str):
            raise BadFlowError("a step is an object with a `type`", where=where)
        gathered.in_frame = bool(step.get("frame"))
        _read(gathered, where, step)
    return gathered.recording(_text(data.get("title")), RECORDER)


def _read(gathered: Gathered, where: str, step: dict[str, Any]) -> None:
    match step["type"]:
        case "navigate":
            if not isinstance(step.get("url"), str):
                raise BadFlowError("`navigate` has a `url`", where=where)
            gathered.act(where, "open", address=step["url"])
        case "click" | "doubleClick":
            gathered.act(where, "click", _element(step, where), leads_to=_led_to(step), address=_address(step))
        case "change":
            _read_change(gathered, where, step)
        case "keyDown":
            _read_key(gathered, where, step)
        case "waitForElement":
            gathered.act(where, "see", _element(step, where))
        case kind:
            why = LEFT.get(kind, "walkout does not know this kind of step")
            gathered.leave(where, name_of_command(kind), why)


def _read_change(gathered: Gathered, where: str, step: dict[str, Any]) -> None:
    value = step.get("value")
    if not isinstance(value, str):
        raise BadFlowError("`change` has a `value`", where=where)
    element = _element(step, where, is_field=True)
    if element.role in ("combobox", "listbox"):
        gathered.values.append(value)
    else:
        gathered.type(value)
    if element.type == "file" or value.lower().startswith("c:\\fakepath\\"):
        gathered.act(where, "upload", element, address=_address(step))
    elif element.role in ("checkbox", "radio"):
        gathered.act(where, "tick", element, address=_address(step))
    else:
        kind = "choose" if element.role in ("combobox", "listbox") else "fill"
        gathered.act(where, kind, element, address=_address(step), leads_to=_led_to(step))  # type: ignore[arg-type]


def _read_key(gathered: Gathered, where: str, step: dict[str, Any]) -> None:
    key = step.get("key")
    if not isinstance(key, str):
        raise BadFlowError("`keyDown` has a `key`", where=where)
    if key in ("Enter", "NumpadEnter"):
        gathered.act(where, "enter", leads_to=_led_to(step))
    else:
        why = AS_KEYS if len(key) == 1 else "walkout moves between fields by itself"
        gathered.leave(where, "keyDown", why)


def _typed_by_keys(steps: list[Any]) -> list[str]:
    """What was typed key by key: the characters of keys that follow each other."""
    keys = [step.get("key") if isinstance(step, dict) and step.get("type") == "keyDown" else None for step in steps]
    kept = [key for key, step in zip(keys, steps, strict=True) if not _is_key_up(step)]
    typed = "".join(key if isinstance(key, str) and len(key) == 1 else "\n" for key in kept)
    return [word for word in typed.split("\n") if len(word) > 1]


def _is_key_up(step: Any) -> bool:
    return isinstance(step, dict) and step.get("type") == "keyUp"


def _led_to(step: dict[str, Any]) -> str:
    """The address that a step led to, as the recorder noticed it."""
    events = step.get("assertedEvents")
    told = [event.get("url") for event in events if isinstance(event, dict)] if isinstance(events, list) else []
    return next((url for url in told if isinstance(url, str)), "")


def _address(step: dict[str, Any]) -> str:
    """The address of another page or embedded document that the step was on."""
    target = step.get("target")
    return target if isinstance(target, str) and target.startswith(("http:", "https:")) else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _element(step: dict[str, Any], where: str, *, is_field: bool = False) -> Element:
    selectors = step.get("selectors")
    if not isinstance(selectors, list) or not selectors:
        raise BadFlowError(f"`{name_of_command(step['type'])}` has no `selectors`", where=where)
    hints = Hints()
    for selector in _innermost(selectors, where):
        match selector.partition("/"):
            case ("aria", _, said):
                hints.aria(said)
            case ("text", _, said):
                hints.texts += [] if is_field else [said]
            case ("pierce", _, css):
                hints.css(css)
            case _ if selector.startswith("xpath/"):
                hints.xpath(selector.removeprefix("xpath/"))
            case _:
                hints.css(selector)
    return hints.element()


def _innermost(selectors: list[Any], where: str) -> Iterable[str]:
    """Of each selector the part that is about the element itself: those before it lead into shadow roots."""
    for selector in selectors:
        parts = selector if isinstance(selector, list) else [selector]
        if not parts or not all(isinstance(part, str) for part in parts):
            raise BadFlowError("a selector is a text, or a list of texts", where=where)
        yield parts[-1]
        # The name of a button stands before the icon in it that was hit.
        yield from (part for part in parts[:-1] if part.startswith("aria/") and parts[-1].startswith("aria/[role="))
