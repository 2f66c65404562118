"""Pictures of pages are masked: what fields hold, faces, the account's name and private texts are not in them."""

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

import pytest

from .conftest import HOME, Stage, whole

Open = Callable[..., Stage]
EMAIL = "anna.fill@example.org"
SVG = "http://www.w3.org/2000/svg"
MASK = (0x5B, 0x64, 0x72)
FIELDS = {
    "input": "<label>Value <input></label>",
    "textarea": "<label>Value <textarea></textarea></label>",
    "editable": "<div contenteditable aria-label=Value><p>old</p></div>",
    "plain editable": "<div contenteditable=plaintext-only role=textbox aria-label=Value>old</div>",
    "in shadow": "<div id=h></div><script>h.attachShadow({mode: 'open'}).innerHTML ="
    " '<label>Value <input></label>'</script>",
}


def small(shown: Stage) -> Stage:
    """The same in a small window, as pixels are many."""
    shown.page.set_viewport_size({"width": 480, "height": 240})
    return shown


@dataclass
class Picture:
    """The pixels of a PNG without interlace, 8 bits a channel."""

    width: int
    height: int
    channels: int
    rows: list[bytes]

    @classmethod
    def read(cls, png: bytes) -> "Picture":
        assert png.startswith(b"\x89PNG\r\n\x1a\n")
        chunks = dict.fromkeys((b"IHDR", b"IDAT"), b"")
        at = 8
        while at < len(png):
            length, kind = struct.unpack(">I4s", png[at : at + 8])
            chunks[kind] = chunks.get(kind, b"") + png[at + 8 : at + 8 + length]
            at += 12 + length
        width, height, depth, colours, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
        assert (depth, interlaced) == (8, 0)
        channels = {2: 3, 6: 4}[colours]
        return cls(
            width, height, channels, list(_unfiltered(zlib.decompress(chunks[b"IDAT"]), width * channels, channels))
        )

    def colours(self, x: float, y: float, width: float, height: float) -> set[tuple[int, ...]]:
        """All colours in a rectangle, given in CSS pixels."""
        left, right = round(x), round(x + width)
        return {
            tuple(row[at * self.channels : at * self.channels + 3])
            for row in self.rows[round(y) : round(y + height)]
            for at in range(left, right)
        }


def _unfiltered(data: bytes, size: int, step: int) -> Iterator[bytes]:
    """The rows of a picture, each after undoing its filter (PNG, chapter 9)."""
    before = bytes(size)
    for start in range(0, len(data), size + 1):
        kind, row = data[start], bytearray(data[start + 1 : start + 1 + size])
        for i in range(size):
            left = row[i - step] if i >= step else 0
            corner = before[i - step] if i >= step else 0
            row[i] = (
                row[i] + (0, left, before[i], (left + before[i]) // 2, _paeth(left, before[i], corner))[kind]
            ) & 255
        before = bytes(row)
        yield before


def _paeth(left: int, above: int, corner: int) -> int:
    estimate = left + above - corner
    return min((left, above, corner), key=lambda one: abs(estimate - one))


@pytest.mark.promise(6)
def test_a_text_with_the_address_is_covered(stage: Open) -> None:
    """In a picture a text that holds a private value is covered all over, and other texts are not."""
    body = f"<p id=private>A code was sent to {EMAIL.upper()} just now.</p><p id=plain>Check your spam folder.</p>"
    shown = small(stage({f"{HOME}/": whole(body)}))
    picture = Picture.read(shown.window.picture((EMAIL,)))
    boxes = {one: shown.page.locator(f"#{one}").bounding_box() for one in ("private", "plain")}
    assert picture.colours(**boxes["private"]) == {MASK}
    assert (0, 0, 0) in picture.colours(**boxes["plain"])


@pytest.mark.promise(6)
@pytest.mark.parametrize("body", FIELDS.values(), ids=FIELDS)
def test_a_field_in_a_picture_shows_only_the_mask(stage: Open, body: str) -> None:
    """In a picture a field has the colours of its mask and not those of letters, whichever kind it is."""
    dark = "<style>* {color: rgb(200, 0, 0); font-size: 30px; resize: none}</style>"
    shown = small(stage({f"{HOME}/": whole(f"{dark}{body}")}))
    field = shown.see("textbox")
    shown.window.fill(field, EMAIL)
    box = field.box
    picture = Picture.read(shown.window.picture(()))
    inside = picture.colours(box.x + 4, box.y + 4, min(box.width, 360) - 8, min(box.height, 200) - 8)
    assert len(inside) > 1, "the stripes of the mask"
    assert {colour for colour in inside if min(colour) < 0xD0} == set(), "letters"


PERSONAL = """<style>.face {{ width: 40px; height: 40px; background: url({picture}) }}</style>
<div role="banner"><img src="{picture}" width=40 height=40 alt="{name}"> {name}</div>
<nav><a href="/">{name}</a></nav><header>{name}</header><aside>{name}</aside>
<main><h1>Object</h1><div class=face></div><img src="{picture}" width=40 height=40>
<svg width=40 height=40><image href="{picture}" width=40 height=40></image></svg>
<label>Email <input type=email value="{email}"></label> <label>Code <input value="{email}"></label>
<label>Reason <textarea rows=4>{reason}</textarea></label>
<div role=combobox tabindex=0 aria-label=Country style="width: 200px; height: 20px">{country}</div>
<button aria-haspopup=listbox style="width: 200px; height: 20px">{country}</button>
<select style="width: 200px"><option>{country}</select>
<div contenteditable style="width: 300px; height: 60px">{reason}</div>
<div role=textbox style="width: 300px; height: 60px">{reason}</div>
<input type=search value="{name}"></main><div id=host></div>
<script>host.attachShadow({{mode: "open"}}).innerHTML =
  '<input value="{email}"><img src="{picture}" width=9 height=9>'</script>
<iframe width=300 height=60 srcdoc='<input value="{email}">'></iframe>"""


def drawn(colour: str) -> str:
    """A picture of one colour, as an address."""
    size = "width='40' height='40'"
    return "data:image/svg+xml," + quote(
        f"<svg xmlns='http://www.w3.org/2000/svg' {size}><rect fill='{colour}' {size}/></svg>"
    )


@pytest.mark.promise(6)
def test_pictures_of_two_people_are_the_same(stage: Open) -> None:
    """The same page with another address, name, reason, country and face gives the very same picture, to the byte."""
    people = [
        {"email": EMAIL, "name": "Anna", "reason": "My reason.", "country": "Germany", "picture": drawn("red")},
        {"email": "b@x.org", "name": "Bo Lang", "reason": "No. " * 90, "country": "Fiji", "picture": drawn("lime")},
    ]
    pages = {f"{HOME}/{number}": whole(PERSONAL.format(**person)) for number, person in enumerate(people)}
    pages[f"{HOME}/empty"] = whole("")
    shown = stage(pages)
    pictures = []
    for number, person in enumerate(people):
        shown.window.open(f"{HOME}/{number}")
        shown.page.wait_for_load_state()
        pictures.append(shown.window.picture((person["email"], person["reason"])))
    assert pictures[0] == pictures[1]
    shown.window.open(f"{HOME}/empty")
    assert pictures[0] != shown.window.picture(()), "something is to be seen"


def test_a_picture_leaves_the_page_as_it_was(stage: Open) -> None:
    """After a picture the page looks to the person as before, and its fields hold what they held."""
    shown = stage({f"{HOME}/": whole("<header>Anna</header><label>Email <input type=email></label>")})
    shown.window.fill(shown.see("textbox"), EMAIL)
    before = shown.page.screenshot(), shown.look()
    shown.window.picture((EMAIL,))
    assert shown.page.screenshot() == before[0]
    assert replace(shown.look(), address="") == replace(before[1], address="")
    assert shown.window.holds(shown.see("textbox"), EMAIL)
