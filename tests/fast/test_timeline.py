"""Dated captures: names, series and what counts as a change."""

from datetime import date, datetime
from pathlib import Path

import pytest

from walkout.drift.timeline import Capture, Presence, Seen, captures_in, place_of, series_of
from walkout.drift.timeline_drawing import drawn
from walkout.drift.wording import Wording


def seen(
    day: str, presence: Presence = "found", words: str = "object", leads_to: str = "/form", text: str = "a b"
) -> Seen:
    capture = Capture("policy", datetime.fromisoformat(day), Path(f"policy-{day}.html"))
    found = (words, leads_to, 1) if presence == "found" else ("", "", 0)
    return Seen(capture, presence, *found, Wording((text,)))


@pytest.mark.parametrize(
    ("name", "series", "moment"),
    [
        ("2025-11-24", "saved", datetime(2025, 11, 24)),
        ("policy_2025-11-24_f00d2024aa", "policy", datetime(2025, 11, 24)),
        ("policy 20251124", "policy", datetime(2025, 11, 24)),
        ("meta.privacy-2025.11.24", "meta.privacy", datetime(2025, 11, 24)),
        ("20251124093005", "saved", datetime(2025, 11, 24, 9, 30, 5)),
        ("p-2025-11-24T09:30Z", "p", datetime(2025, 11, 24, 9, 30)),
        ("release-9999-99-99-2025-11-24", "release-9999-99-99", datetime(2025, 11, 24)),
    ],
)
def test_dates_in_names(tmp_path: Path, name: str, series: str, moment: datetime) -> None:
    """The date may be written in several ways; what stands before it names the series, else the folder does."""
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / f"{name}.html").touch()
    ((capture,), undated) = captures_in(folder)
    assert (capture.series, capture.moment, undated) == (series, moment, [])


def test_names_without_a_date(tmp_path: Path) -> None:
    """A name without a date is told apart; what is no page is left alone; order is by date, not by name."""
    for name in ("b-2024-05-01.html", "b-20240401.htm", "b-2024-13-01.html", "index.html", "b-2024-06-01.txt"):
        (tmp_path / name).touch()
    captures, undated = captures_in(tmp_path)
    assert [one.day for one in captures] == [date(2024, 4, 1), date(2024, 5, 1)]
    assert [one.name for one in undated] == ["b-2024-13-01.html", "index.html"]
    assert len(captures_in(tmp_path, "*.htm")[0]) == 1


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        (seen("2024-02-01"), ()),
        (seen("2024-02-01", words="right to object"), ("words",)),
        (seen("2024-02-01", leads_to="/new"), ("address",)),
        (seen("2024-02-01", "missing"), ("presence",)),
        (seen("2024-02-01", "ambiguous", text="other"), ("presence", "wording")),
    ],
)
def test_what_counts_as_a_change(after: Seen, changed: tuple[str, ...]) -> None:
    """Words and address are compared only where the link is found both times."""
    ((first, second),) = [one.entries for one in series_of([seen("2024-01-01"), after])]
    assert (first.changed, second.changed) == ((), changed)


def test_addresses() -> None:
    """Another path, number or fragment is another place; what tells how one came there is not."""
    form = "https://www.facebook.com/help/contact/1?id=7"
    assert place_of(form) == place_of(f"{form}&entry_point=POLICY&utm_source=x&fbclid=1")
    for other in (form.replace("/1", "/2"), form.replace("id=7", "id=8"), f"{form}#part", form.replace("www.", "m.")):
        assert place_of(form) != place_of(other)
    assert place_of("http://[") == ("http://[",)


@pytest.mark.parametrize(
    "days", [("2024-01-01",), ("2024-01-01", "2024-01-01"), ("2024-01-01", "2024-09-01"), ("2000-01-01", "2026-01-01")]
)
def test_any_span_can_be_drawn(days: tuple[str, ...]) -> None:
    """One capture, two of one day, months and decades: each has an axis, and words of a page are no markup."""
    entries = [seen(day, words=f"<b>{number}</b> & co", leads_to="#") for number, day in enumerate(days)]
    svg, width, height = drawn("link:<x>", series_of(entries))
    assert (width, height > 200) == (1000, True)
    assert "link:&lt;x&gt;" in svg
    assert "<b>" not in svg
