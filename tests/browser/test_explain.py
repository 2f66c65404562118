"""`walkout explain`: the ranking with its reasons, in the terminal, as JSON and as a marked picture."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from walkout import cli
from walkout.commands.explain import RIGHT
from walkout.errors import ExitCode

PAGE = """<!doctype html><html lang=en><title>Policy</title><body style="margin: 60px">
<nav><a href="#object">Object</a></nav>
<p style="height: 1500px">You have the <a href="/form">right to object to</a> this.</p>
<p>You may also <a href="/other">object</a> elsewhere.</p>
<p hidden><a href="/trap">right to object</a></p>
<script>document.body.textContent = "scripts run";</script>
"""
Explain = Callable[..., tuple[int, str]]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    file = tmp_path / "policy.html"
    file.write_text(PAGE, "utf-8")
    return file


@pytest.fixture
def explain(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Explain:
    """Run it as from a shell: exit code and output."""

    def running(*words: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["walkout", "explain", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return int(ended.value.code or 0), capsys.readouterr().out

    return running


def test_the_ranking_of_a_saved_page(explain: Explain, saved: Path) -> None:
    """The right one first, each other one with what speaks for and against it, and the hidden one left out."""
    code, told = explain(saved, "link:right-to-object")
    assert code == ExitCode.DONE
    ranked, _, left_out = told.partition("Left out")
    first, second, third = ranked.split("\n\n")[1:4]
    assert "right to object to" in first
    assert "+0.97   it says “right to object to”" in first
    assert "hints at it with “object”" in second
    assert "-0.40   it only scrolls within the page" in third
    assert "/trap" in left_out
    assert max(map(len, told.splitlines())) <= 80


def test_the_same_as_json(explain: Explain, saved: Path) -> None:
    """`--json` has the verdict and each candidate with its evidence."""
    code, told = explain(saved, "link:right-to-object", "--json", "--top", 2)
    plain = json.loads(told)
    assert (code, plain["verdict"], len(plain["candidates"])) == (ExitCode.DONE, "found", 2)
    assert plain["candidates"][0]["evidence"] == [{"what": "it says “right to object to”", "weight": 0.97}]


def test_what_is_not_there_exits_otherwise(explain: Explain, saved: Path) -> None:
    """A target that a walk would ask about does not exit as found."""
    code, told = explain(saved, "field:email")
    assert code == ExitCode.NEEDS_PERSON
    assert "Missing" in told


def test_the_marked_picture(explain: Explain, saved: Path, tmp_path: Path) -> None:
    """The picture has the parts of the page with the marked elements, the found one in its own colour."""
    explain(saved, "link:right-to-object", "--picture", tmp_path / "marked.png")
    picture = Image.open(io.BytesIO((tmp_path / "marked.png").read_bytes())).convert("RGB")
    wanted = tuple(int(RIGHT[at : at + 2], 16) for at in (1, 3, 5))
    assert wanted in {colour for _, colour in picture.getcolors(1 << 24) or ()}


def test_a_page_of_a_fixture_site(explain: Explain) -> None:
    """An address is answered by the fixture site of a flow, in the language that is asked for."""
    address = "https://www.facebook.com/help/contact/6359191084165019"
    code, told = explain(address, "field:email", "--fixture", "meta/facebook", "--language", "de")
    assert code == ExitCode.DONE
    assert "E-Mail-Adresse" in told


def test_an_address_that_a_fixture_does_not_have(explain: Explain) -> None:
    """What the fixture does not answer is no page: a person has to look at the address."""
    code, _ = explain("https://www.facebook.com/nowhere", "field:email", "--fixture", "meta/facebook")
    assert code == ExitCode.NEEDS_PERSON
