"""`walkout check --timeline`: dated captures in, the days of changes out, in the terminal, as JSON and as a picture."""

import io
import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from walkout.commands.timeline import timeline
from walkout.drift.timeline import captures_in
from walkout.errors import BadUsageError, ExitCode

LINK = '<a href="/form?ref=page">{}</a>'
BENCH = Path(__file__).parents[2].parent / "shared" / "bench"
SAVED, POLICY = BENCH / "object-link", BENCH / "meta-policy"


def page(words: str = "", more: str = "") -> str:
    link = f" You have the {LINK.format(words)} this." if words else ""
    return f"<!doctype html><html lang=en><h1>Privacy Policy</h1><p>We use your data.{link}</p>{more}"


@pytest.fixture
def captures(tmp_path: Path) -> Path:
    """One page over some years, saved six times, and another one once."""
    folder = tmp_path / "captures"
    folder.mkdir()
    two = page("right to object to") + "<p>You have the <a href='/other'>right to object to</a> that.</p>"
    pages = {
        "policy-2024-01-31.html": page(),
        "policy-2024-03-01_a.html": page("right to object to"),
        "policy-2024-06-01.html": page("right to object to"),
        "policy-20240701T1200Z.html": page("right to object to").replace("/form?ref=page", "/new-form?ref=other"),
        "policy-2025-01-01.html": page("right to object to", "<p>Now we train machines with it.</p>").replace(
            "/form", "/new-form"
        ),
        "policy-2025-02-01.html": two,
        "other_2025-02-01.html": page(more="<script>document.body.textContent = 'scripts run'</script>"),
        "2025-99-99.html": page(),
        "notes.txt": "",
    }
    for name, text in pages.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def told(folder: Path, capsys: pytest.CaptureFixture[str], **more: object) -> dict[str, list[dict[str, object]]]:
    """The captures of each series, from the JSON."""
    assert timeline(folder, json=True, **more) == ExitCode.DONE  # type: ignore[arg-type]
    data = json.loads(capsys.readouterr().out)
    return {one["series"]: one["captures"] for one in data["series"]}


def test_each_change_is_told_on_its_day(captures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Presence, address and wording change on the days of the captures that first show it.

    Parameters of an address that only tell how one came there do not count.
    """
    series = told(captures, capsys)
    assert set(series) == {"policy", "other"}
    assert [(one["date"], one["link"], one["changed"]) for one in series["policy"]] == [
        ("2024-01-31", "missing", []),
        ("2024-03-01", "found", ["presence", "wording"]),
        ("2024-06-01", "found", []),
        ("2024-07-01", "found", ["address"]),
        ("2025-01-01", "found", ["wording"]),
        ("2025-02-01", "ambiguous", ["presence", "wording"]),
    ]
    added = series["policy"][4]
    assert (added["words_added"], added["words_removed"]) == (6, 0)
    assert (added["words"], added["leads_to"]) == ("right to object to", "/new-form?ref=page")


def test_in_the_terminal(captures: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line for each capture in which something changed, within 80 columns; what is left out is said; the difference
    on demand."""
    assert timeline(captures, diff=date(2025, 1, 1)) == ExitCode.DONE
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    flat = " ".join(out.split())
    for words in (
        "link:right-to-object in 7 captures, 2 series",
        "2024-01-31 ○ not there",
        "2024-03-01 ● there",
        "has come: “right to object to”",
        "2025-02-01 ◐ in doubt",
        "2 could be it",
        "+ Now we train machines with it.",
        "names have no date: 1 file.",
    ):
        assert words in flat
    assert "2024-06-01" not in out
    assert "scripts run" not in out


def test_as_a_picture(captures: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The SVG names every series and the days on which the link changed, and is drawn as a PNG with the colour of what
    is there."""
    svg, png = tmp_path / "line.svg", tmp_path / "line.png"
    timeline(captures, picture=svg)
    timeline(captures, picture=png, match="policy*")
    root = ElementTree.fromstring(svg.read_text("utf-8"))
    words = {one.text for one in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"policy", "other", "2024-03-01", "2024-07-01", "2025-02-01", "+12"} <= words
    with Image.open(io.BytesIO(png.read_bytes())) as drawn:
        assert drawn.width == 2000
        colours = {colour for _, colour in drawn.convert("RGB").getcolors(1_000_000) or ()}
    assert {(0x11, 0x77, 0x33), (0x22, 0x66, 0xAA), (0xFF, 0xFF, 0xFF)} <= colours
    assert capsys.readouterr().out.count("picture: ") == 2


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"match": "nothing*"}, "no dated captures"),
        ({"picture": Path("line.jpg")}, ".svg or a .png"),
        ({"diff": date(1999, 1, 1)}, "no capture of 1999-01-01"),
        ({"target": "link:rigt-to-object"}, "there is no concept"),
    ],
)
def test_what_does_not_fit_is_told(captures: Path, more: dict[str, object], words: str) -> None:
    """An empty folder, another kind of picture, a day without capture and an unknown concept are errors of usage."""
    with pytest.raises(BadUsageError, match=words):
        timeline(captures, **more)  # type: ignore[arg-type]


@pytest.mark.skipif(
    not SAVED.is_dir(), reason="no saved policies lie beside the checkout (../shared/bench/object-link)"
)
def test_real_policies_over_the_years(capsys: pytest.CaptureFixture[str]) -> None:
    """Over years of saved policies, the link comes and goes on just the days on which it did by the set's own truth."""
    truth = json.loads((SAVED / "truth.json").read_text("utf-8"))
    expected, found = set(), set()
    captures, _ = captures_in(SAVED / "pages")
    for before, after in pairwise(captures):
        was, now = (bool(truth[one.file.name]["gold"]) for one in (before, after))
        if before.series == after.series and was != now:
            expected.add((after.series, str(after.day), now))
    for series, entries in told(SAVED / "pages", capsys).items():
        found |= {(series, one["date"], one["link"] == "found") for one in entries if "presence" in one["changed"]}  # type: ignore[operator]
    assert len(expected) >= 20
    assert found == expected


@pytest.mark.skipif(
    not POLICY.is_dir(), reason="no captured policies lie beside the checkout (../shared/bench/meta-policy)"
)
def test_two_real_policies(capsys: pytest.CaptureFixture[str]) -> None:
    """Of two captures of Meta's policy both have the right link, and just the words that changed are shown."""
    (entries,) = told(POLICY, capsys, diff=date(2025, 11, 24)).values()
    assert ["/help/contact/367438723733209" in str(one["leads_to"]) for one in entries] == [True, True]
    assert [(one["words_added"], one["words_removed"]) for one in entries] == [(0, 0), (6, 9)]
    pieces = [(one["kind"], one["text"]) for paragraph in entries[1]["paragraphs"] for one in paragraph]  # type: ignore[union-attr,attr-defined]
    assert ("removed", "account photos,") in pieces
    assert ("added", "profile photo,") in pieces
