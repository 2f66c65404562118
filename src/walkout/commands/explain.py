"""`walkout explain`: how a page's elements are weighed against a target, in the terminal and in a marked picture."""

import json as json_format
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from rich.console import Console
from rich.text import Text

from walkout.browser.interception import SiteAnswer
from walkout.browser.still import StillPage, answered_page, live_page
from walkout.commands.console import plain_console
from walkout.commands.facts import asked_browser
from walkout.dryrun.rehearse import fixture_of
from walkout.dryrun.site import HEADERS, Reply, load_site
from walkout.errors import BadUsageError, ExitCode
from walkout.flow.targets import Target, concept_in, describe, meaning_of, parse_target
from walkout.resolve.match import Ambiguous, Candidate, Found, Match
from walkout.resolve.resolve import ENOUGH, MARGIN, rank, resolve
from walkout.view import Mark, PageView
from walkout.walk.texts import short
from walkout.words.lexicon import concept_names

FILE_ADDRESS = "https://saved.example/"
RIGHT, OTHER, LEFT_OUT = "#117733", "#aa6600", "#777777"


@dataclass(frozen=True)
class Shown:
    """Which page to look at. fixture: the flow whose fixture site answers, with its variant and faults."""

    page: str
    fixture: str | None = None
    variant: str | None = None
    faults: tuple[str, ...] = ()
    language: str = "en"


def explain(
    shown: Shown, target: str, *, top: int, picture: Path | None, browser: str | None, headed: bool, json: bool
) -> int:
    """Print the ranking of a page's elements for a target such as `link:right-to-object`.

    top: how many to show. picture: a file for the marked picture. Returns DONE where one is found without doubt, else
    NEEDS_PERSON. Raises BadUsageError, CannotStartError, PageUnreachableError.
    """
    wanted = known_target(parse_target(target))
    with _opened(shown, browser, headed) as page:
        view = page.view
        match = resolve(wanted, view)
        ranked = rank(wanted, view)[:top]
        unusable = rank(wanted, _what_is_not_to_be_used(view))[:top]
        if picture is not None:
            picture.write_bytes(page.marked_picture(_marks(match, ranked)))
    if json:
        print(json_format.dumps(_plain(wanted, view, match, ranked, unusable), ensure_ascii=False, indent=1))
    else:
        _print(plain_console(), wanted, view, match, ranked, unusable, picture)
    return ExitCode.DONE if isinstance(match, Found) else ExitCode.NEEDS_PERSON


def known_target(target: Target) -> Target:
    """The target, where the lexicon has its concept. Raises BadUsageError."""
    meaning = concept_in(meaning_of(target))
    if meaning and meaning not in concept_names():
        near = get_close_matches(meaning, concept_names(), n=3)
        raise BadUsageError(
            f"there is no concept {meaning!r}",
            remedy=f"Did you mean {' or '.join(near)}?" if near else "For words themselves: link:These Words",
        )
    return target


@contextmanager
def _opened(shown: Shown, browser: str | None, headed: bool) -> Iterator[StillPage]:
    """The page in a browser of its own: a fixture's, a saved file without scripts and network, or a live one."""
    found, file, language = asked_browser(browser), Path(shown.page), shown.language
    if shown.fixture is not None:
        answer, address = _fixture(shown, shown.fixture), shown.page
        with answered_page(found, address, answer, scripts=True, headed=headed, language=language) as page:
            yield page
    elif file.is_file():
        with answered_page(
            found, FILE_ADDRESS, _one_page(file), scripts=False, headed=headed, language=language
        ) as page:
            yield page
    elif shown.page.startswith(("https://", "http://")):
        with live_page(found, shown.page, headed=headed, language=language) as page:
            yield page
    else:
        raise BadUsageError(
            f"{shown.page}: neither an address nor a file", remedy="Give an https:// address or a saved page."
        )


def _one_page(file: Path) -> SiteAnswer:
    body = file.read_bytes()

    def answer(_method: str, url: str, _body: bytes | None, _headers: Mapping[str, str]) -> Reply | None:
        return Reply(200, HEADERS, body) if url == FILE_ADDRESS else None

    return answer


def _fixture(shown: Shown, flow: str) -> SiteAnswer:
    folder = fixture_of(flow, shown.variant)
    return load_site(folder, language=shown.language, faults=shown.faults).answer


def _what_is_not_to_be_used(view: PageView) -> PageView:
    """The elements that nobody sees or that are switched off, as if they could be used: what they would have meant."""
    unusable = (one for one in view.elements if not one.visible or one.disabled)
    return replace(view, elements=tuple(replace(one, visible=True, disabled=False) for one in unusable))


def _marks(match: Match, ranked: list[Candidate]) -> list[Mark]:
    found = match.element if isinstance(match, Found) else None
    return [
        Mark(one.element, str(number), RIGHT if one.element is found else OTHER)
        for number, one in enumerate(ranked, start=1)
    ]


def _verdict(match: Match) -> str:
    if isinstance(match, Found):
        return f"Found: 1 is meant, with {match.candidate.score:.2f}; the next has {match.after:.2f}."
    if isinstance(match, Ambiguous):
        return f"Ambiguous: {len(match.candidates)} are within {MARGIN:g} of the best. A walk asks which one is meant."
    return f"Missing: nothing reaches {ENOUGH:g}. A walk asks, or tries the next way in."


def _print(
    console: Console,
    wanted: Target,
    view: PageView,
    match: Match,
    ranked: list[Candidate],
    unusable: list[Candidate],
    picture: Path | None,
) -> None:
    console.print(Text(f"{describe(wanted)} on “{short(view.title, 36)}”, {len(view.elements):,} elements", "bold"))
    console.print(Text(_verdict(match), "green" if isinstance(match, Found) else "yellow"))
    for number, one in enumerate(ranked, start=1):
        _print_candidate(console, f"{number}", one)
    if unusable:
        console.print(Text("\nLeft out, because nobody sees them or they are switched off:", "bold"))
        for one in unusable:
            _print_candidate(console, "–", one)
    if picture is not None:
        console.print(Text(f"\nmarked picture: {picture}"), soft_wrap=True)


def _print_candidate(console: Console, number: str, candidate: Candidate) -> None:
    element = candidate.element
    console.print(Text(f"\n{number:>2}  {candidate.score:.2f}  {element.role} “{short(element.name, 50)}”", "bold"))
    for what, value in (("under", element.heading), ("in", element.region), ("leads to", element.href)):
        if value:
            console.print(Text(f"            {what} {short(value, 55)}", "dim"))
    for reason in sorted(candidate.evidence, key=lambda reason: -abs(reason.weight)):
        console.print(Text(f"    {reason.weight:+.2f}   {reason.what}"))


def _plain(
    wanted: Target, view: PageView, match: Match, ranked: list[Candidate], unusable: list[Candidate]
) -> dict[str, object]:
    return {
        "target": describe(wanted),
        "title": view.title,
        "verdict": type(match).__name__.lower(),
        "candidates": [_plain_candidate(one) for one in ranked],
        "left_out": [_plain_candidate(one) for one in unusable],
    }


def _plain_candidate(candidate: Candidate) -> dict[str, object]:
    element = candidate.element
    return {
        "score": round(candidate.score, 3),
        "role": element.role,
        "name": element.name,
        "heading": element.heading,
        "href": element.href,
        "box": list(element.box),
        "evidence": [{"what": reason.what, "weight": round(reason.weight, 3)} for reason in candidate.evidence],
    }
