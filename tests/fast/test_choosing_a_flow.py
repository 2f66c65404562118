"""Which flow is mine: by country and accounts, with what can be expected there and from where that is known."""

from functools import cache

import pytest

from walkout.commands import choosing
from walkout.commands.choosing import is_service, lines_of, propose_of
from walkout.errors import BadUsageError
from walkout.flow.choosing import region_of
from walkout.words.countries import OBJECTION_REGIONS

READ_ONCE = cache(choosing.load_flow)


@pytest.fixture(autouse=True)
def flows_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them are asked for in each test, and reading takes most of its time."""
    monkeypatch.setattr(choosing, "load_flow", READ_ONCE)


@pytest.mark.parametrize(
    ("country", "accounts", "flow"),
    [
        ("DE", ("facebook",), "meta/facebook"),
        ("NO", ("instagram",), "meta/instagram"),
        ("GB", ("facebook", "instagram"), "meta/facebook"),
        ("CH", ("facebook",), "meta/facebook"),
        ("BR", ("instagram",), "meta/instagram"),
        ("DE", ("none",), "meta/third-party"),
        ("US", ("facebook",), "meta/third-party"),
        ("JP", ("none",), "meta/third-party"),
        ("FR", (), "meta/third-party"),
    ],
)
def test_the_flow_fits_the_person(country: str, accounts: tuple, flow: str) -> None:
    """A right where there is one, for the account that she has; else the form for everybody."""
    assert propose_of("meta", country, accounts).file.flow.flow == flow


@pytest.mark.parametrize("country", sorted(OBJECTION_REGIONS))
def test_wherever_the_form_is_offered_it_is_a_right(country: str) -> None:
    """Each country of the EEA, and the UK, Switzerland and Brazil, has its region, and its flow says right."""
    assert region_of(country)
    proposal = propose_of("meta", country, ("facebook",))
    assert proposal.file.flow.kind == "objection"
    assert "this is a right" in lines_of(proposal)[0]


def test_elsewhere_it_is_plainly_a_request() -> None:
    """Where no right is known, the words are that the request may be refused, with their source and date."""
    (line,) = lines_of(propose_of("meta", "US", ("facebook",)))
    assert "No right to object" in line
    assert "may be refused" in line
    assert "(Source: WIRED" in line


def test_who_has_both_accounts_is_told_of_the_other() -> None:
    """Linked accounts are covered, it is reported; if they are not linked the other flow is named."""
    told = " ".join(lines_of(propose_of("meta", "IE", ("facebook", "instagram"))))
    assert "Accounts Centre" in told
    assert "walkout run meta/instagram" in told


def test_a_page_is_told_that_it_cannot_object() -> None:
    """Who only manages a Facebook Page learns why, and what is possible."""
    assert any("Page cannot object" in line for line in lines_of(propose_of("meta", "IE", ())))


def test_what_else_is_advised_fits_the_accounts() -> None:
    """Guides are named for the accounts that she has, and for no others."""
    guides = propose_of("meta", "IE", ("instagram",)).guides
    of_instagram = [one.flow.flow for one in guides]
    assert any("instagram-private" in line for line in of_instagram)
    assert not any("facebook" in line for line in of_instagram)


def test_a_service_is_told_from_a_flow() -> None:
    """`meta` is a service; a flow, a file or a stranger is none."""
    assert is_service("meta")
    assert not any(map(is_service, ("meta/facebook", "facebook", "nobody", "")))


def test_without_a_terminal_the_flows_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is asked where nobody is; the error names the flows."""
    monkeypatch.setattr(choosing, "on_terminal", lambda: False)
    with pytest.raises(BadUsageError, match="no terminal") as error:
        choosing.choose_flow("meta", None, None)
    assert "meta/third-party" in error.value.remedy


def test_the_questions(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Country and accounts are asked for until they are understood; the proposal is hers to take or leave."""
    said = iter(["Narnia", "Norge", "9", "3"])
    monkeypatch.setattr(choosing, "on_terminal", lambda: True)
    monkeypatch.setattr(choosing.typer, "prompt", lambda words: next(said))
    monkeypatch.setattr(choosing.typer, "confirm", lambda words, default: True)
    file = choosing.choose_flow("meta", None, None)
    assert file is not None
    assert file.flow.flow == "meta/facebook"
    out = capsys.readouterr().out
    assert "No country is known by that name" in out
    assert "You live in Norway" in out
    assert max(map(len, out.splitlines())) <= 80
    monkeypatch.setattr(choosing.typer, "confirm", lambda words, default: False)
    assert choosing.choose_flow("meta", "NO", ("facebook",)) is None
