"""Capture a page as it is now: all frames that people see, as plain trees without scripts and contents of fields."""

import json
from functools import cache
from importlib.resources import files

from playwright.sync_api import ElementHandle, Page
from playwright.sync_api import Frame as PlaywrightFrame

from walkout.browser.captured import CapturedFrame, CapturedPage, Node
from walkout.browser.look import Look, look_at
from walkout.browser.told import UnreadableError

BAD = "what was captured is not what the capture wrote"


@cache
def _script() -> str:
    return files("walkout.browser").joinpath("capturing.js").read_text("utf-8")


def capture(page: Page, look: Look | None = None) -> CapturedPage:
    """The page at this moment. look: the newest look at it, whose numbers are used; without one it is looked at.

    Raises UnreadableError, and Playwright's error where the page moves meanwhile: try again then.
    """
    look = look or look_at(page)
    return CapturedPage(look.view, tuple(_captured(look, number) for number in range(len(look.frames))))


def _captured(look: Look, number: int) -> CapturedFrame:
    frame = look.frames[number]
    inner = [(at, one) for at, one in enumerate(look.frames) if one.parent_frame == frame]
    shown = [element.visible for element in look.view.elements if element.frame == number]
    places = [_place(one) for _, one in inner]
    told = look.handles[number].evaluate(_script(), [shown, places])
    try:
        data = json.loads(told)
        numbers = [str(at) for at, _ in inner]
        return CapturedFrame(frame.url, str(data["title"]), str(data["language"]), _node(data["body"], numbers))
    except (TypeError, ValueError, LookupError, RecursionError) as error:
        raise UnreadableError(BAD) from error


def _place(frame: PlaywrightFrame) -> ElementHandle:
    return frame.frame_element()


def _node(told: object, numbers: list[str]) -> Node:
    """The tree that the script wrote; the page shares its world, so each part is checked. Raises TypeError ..."""
    if not isinstance(told, list) or len(told) != 3:
        raise TypeError(told)
    tag, attrs, children = told
    if not (isinstance(tag, str) and isinstance(attrs, dict) and isinstance(children, list)):
        raise TypeError(told)
    handles = any(name.startswith("on") for name in attrs)
    if handles or tag == "script" or not all(map(_is_name, (tag.lstrip("#"), *attrs))):
        raise ValueError(tag)
    if not all(isinstance(value, str) for value in attrs.values()):
        raise TypeError(tag)
    if "data-frame" in attrs:
        attrs["data-frame"] = numbers[int(attrs["data-frame"])]
    return Node(tag, attrs, tuple(one if isinstance(one, str) else _node(one, numbers) for one in children))


def _is_name(name: str) -> bool:
    """Whether it can be written as the name of a tag or attribute."""
    return name.isascii() and name[:1].isalpha() and all(sign.isalnum() or sign in "-_." for sign in name)
