"""A picture of a page in which elements are marked, each with a frame and a label."""

import io
from collections.abc import Callable, Sequence

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import ElementHandle, Page
from playwright.sync_api import Error as PlaywrightError

from walkout.browser.look import Look
from walkout.view import Box, Element, Mark

NODE = "(page, index) => page.node(index)"
MOST_PARTS, ROOM, GAP, LINE = 4, 140, 8, 3
SCROLL_MS = 2000


def marked_picture(page: Page, look: Look, marks: Sequence[Mark], shot: Callable[[], bytes] | None = None) -> bytes:
    """The parts of the page that show the marked elements, one below the other, as a PNG.

    At most MOST_PARTS parts; a mark whose element is nowhere to be seen is left out. Without marks: what is in sight.
    shot: takes the picture of what the window shows, where that is to be masked.
    """
    shot = shot or page.screenshot
    left = [(mark, node) for mark in marks if (node := node_of(look, mark.element)) is not None]
    parts: list[Image.Image] = []
    while left and len(parts) < MOST_PARTS:
        here = _bring_into_sight(page, left)
        if here:
            parts.append(_part(shot(), here))
        seen = {id(mark) for mark, _ in here} or {id(left[0][0])}
        left = [(mark, node) for mark, node in left if id(mark) not in seen]
    return _png(_stacked(parts or [Image.open(io.BytesIO(shot()))]))


def node_of(look: Look, element: Element) -> ElementHandle | None:
    """The live element of the newest look; None where its document has gone."""
    try:
        return look.handles[element.frame].evaluate_handle(NODE, element.index).as_element()
    except PlaywrightError:
        return None


def _bring_into_sight(page: Page, left: Sequence[tuple[Mark, ElementHandle]]) -> list[tuple[Mark, Box]]:
    """Scroll to the first of them; those that the window shows then, with their places in it."""
    try:
        left[0][1].scroll_into_view_if_needed(timeout=SCROLL_MS)
    except PlaywrightError:
        return []
    size = page.viewport_size or {"width": 1100, "height": 900}
    here = []
    for mark, node in left:
        box = node.bounding_box()
        if box and box["width"] > 0 and box["y"] >= 0 and box["y"] + min(box["height"], 40) <= size["height"]:
            here.append((mark, Box(box["x"], box["y"], box["width"], box["height"])))
    return here


def _part(png: bytes, here: Sequence[tuple[Mark, Box]]) -> Image.Image:
    """What the window shows around the marks."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=16)
    for mark, (x, y, width, height) in here:
        draw.rectangle((x - LINE, y - LINE, x + width + LINE, y + height + LINE), outline=mark.colour, width=LINE)
        # Beside the frame, where it hides no words; above it where there is no room.
        beside = x - LINE - 24
        at = (beside, max(0, y - LINE)) if beside >= 0 else (max(0, x - LINE), max(0, y - LINE - 22))
        draw.rectangle((*at, at[0] + 22, at[1] + 22), fill=mark.colour)
        draw.text((at[0] + 11, at[1] + 11), mark.label, fill="white", font=font, anchor="mm")
    top = max(0, int(min(box.y for _, box in here)) - ROOM)
    bottom = min(picture.height, int(max(box.y + box.height for _, box in here)) + ROOM)
    return picture.crop((0, top, picture.width, bottom))


def _stacked(parts: Sequence[Image.Image]) -> Image.Image:
    whole = Image.new(
        "RGB", (max(part.width for part in parts), sum(part.height + GAP for part in parts) - GAP), "#444444"
    )
    y = 0
    for part in parts:
        whole.paste(part, (0, y))
        y += part.height + GAP
    return whole


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
