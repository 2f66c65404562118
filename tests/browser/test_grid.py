"""The grid: variants × languages × ways in and faults. Each walk ends as its site says and touches what is meant.

By default each site is walked in each of its languages and with each of its ways and faults at least once; with
WALKOUT_GRID=full (`make grid`) every combination of them is.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from walkout.dryrun.rehearse import PATIENCE
from walkout.dryrun.scripted import PICTURE
from walkout.dryrun.site import SiteInfo, site_info
from walkout.dryrun.site_pages import other_language
from walkout.flow.steps import ValueName
from walkout.shipped_files import fixture_folders, flow_files
from walkout.walk.outcome import EXIT_CODES
from walkout.walk.session import Patience

from .conftest import Walked
from .words_of_pages import words_for

pytestmark = [pytest.mark.grid, pytest.mark.promise(1, 3, 4)]

# Faults that are found only by waiting in vain: nobody waits for them as long as a person would let them.
IN_VAIN = {
    "no-notification",
    "no-confirmation",
    "no-topic",
    "two-links",
    "field-missing",
    "country-missing",
    "country-not-listed",
    "login-lands-anywhere",
    "interstitial",
    "no-upload",
    "no-reason-field",
}
IMPATIENT = Patience(recognise_s=3, find_s=1.2, poll_ms=20)
EVERY = 2
STEP = 5  # by which the ways and faults go on from one language to the next; prime to most of their numbers
Cell = tuple[str, str, str, str, str]


def sites() -> list[tuple[str, SiteInfo]]:
    """Each flow with each of its sites."""
    flows = [f"{path.parent.name}/{path.stem}" for path in flow_files()]
    return [(flow, info) for flow in flows for info in map(site_info, fixture_folders(flow))]


def cells() -> Iterator[Cell]:
    """flow, variant, language, way, fault: one of the last two is empty."""
    full = os.environ.get("WALKOUT_GRID") == "full"
    met: Counter[str] = Counter()
    for flow, info in sites():
        # Sites take their faults from each other: each is walked on at every second site that has it.
        faults = [fault for fault in info.faults if full or met[fault] % EVERY == 0]
        met.update(info.faults.keys())
        options = [(way, "") for way in info.ways] + [("", fault) for fault in faults]
        for language, option in chosen(info.languages, options, full=full):
            yield (flow, info.variant, language, *option)


def chosen(
    languages: tuple[str, ...], options: list[tuple[str, str]], *, full: bool
) -> list[tuple[str, tuple[str, str]]]:
    """Pairs in which every language and every option stands at least once; `full`: all pairs."""
    if full:
        return [(language, option) for language in languages for option in options]
    count = max(len(languages), len(options))
    step = STEP if len(options) % STEP else STEP + 2
    return [(languages[n % len(languages)], options[n * step % len(options)]) for n in range(count)]


def named(cell: Cell) -> str:
    flow, variant, language, way, fault = cell
    return f"{flow.partition('/')[2]}-{variant}-{language}-{way or fault}"


@pytest.mark.parametrize("cell", list(cells()), ids=named)
def test_a_walk_ends_as_its_site_says(
    walked: Callable[..., Walked], cell: Cell, record_property: Callable[[str, object], None]
) -> None:
    """It ends in the declared outcome; all it clicked and filled is what was meant; nothing was sent unreviewed."""
    flow, variant, language, way, fault = cell
    walk = walked(
        flow,
        variant,
        language=language,
        way=way or None,
        faults=(fault,) if fault else (),
        patience=IMPATIENT if fault in IN_VAIN else PATIENCE,
    )
    info = walk.site.info
    expected = info.faults[fault].outcome if fault else info.outcome
    assert (walk.outcome.name, walk.answers.refused) == (expected, []), walk.outcome.why
    assert walk.outcome.exit_code == EXIT_CODES[walk.outcome.name]
    found = wrong_acts(walk, language), wrong_fields(walk), sent_without_review(walk)
    record_property("grid", tuple(map(len, found)))
    assert found == ([], [], [])
    assert (walk.outcome.name == "submitted") == bool(walk.told("confirmation-seen"))
    if way:
        assert walk.outcome.way == way


def wrong_acts(walk: Walked, language: str) -> list[str]:
    """What was clicked, filled or pressed without saying what it should in the page's language."""
    spoken = (language, other_language(language)) if "mixed-languages" in walk.site.faults else (language,)
    acts = [(str(event.data["target"]), str(event.data["found"])) for event in walk.told("step-done")]
    acts += [("button:submit", str(event.data["button"])) for event in walk.told("sent") if "button" in event.data]
    return [
        f"{target} was found in “{found}”"
        for target, found in acts
        if not any(says(found, words) for tongue in spoken for words in words_for(target, tongue))
    ]


def says(found: str, words: str) -> bool:
    """Whether an element's name, which may be cut short, begins with the words that the page has for what is meant."""
    plain = " ".join(words.split())
    return plain.startswith(found.removesuffix("…")) or found.startswith(plain)


# What fields that a form does not insist on are for, by the names that the fixtures give them.
OPTIONAL = {
    "Field731054988620417": "impact",
    "Field877120463359028": "impact",
    "Field_file": "screenshots",
    "Field_check": "check",
}
VALUES: dict[str, ValueName] = {
    "country": "country",
    "email": "email",
    "impact": "reason",
    "first": "first-name",
    "last": "last-name",
    "prompts": "prompts",
}
FIXED = {
    "choice": "object",
    "check": "yes",
    "screenshots": f"{PICTURE.name} {PICTURE.media_type} {len(PICTURE.content)}",
}


def wrong_fields(walk: Walked) -> list[str]:
    """Fields that arrived with anything else than what is asked for in them."""
    wrong = []
    for request in walk.requests:
        for name, value in request.items():
            meaning = OPTIONAL.get(name, name)
            if meaning in VALUES:
                wished = {values.get(VALUES[meaning], "") for values in walk.values}
            else:
                wished = {FIXED.get(meaning, "")}
            if " ".join(value.split()) not in {" ".join(one.split()) for one in wished}:
                wrong.append(name)
    return wrong


def sent_without_review(walk: Walked) -> list[str]:
    """Requests that had arrived at a pause without a review before, and traps that anything was sent to."""
    reviews = walk.kinds.count("review")
    early = [sent.address for sent in walk.site.sent if sent.does == "trap"]
    requests = [sent.address for sent in walk.site.sent if sent.does == "take-request"]
    if len(requests) > reviews:
        early += requests[reviews:]
    for number, kind in enumerate(walk.kinds):
        before = [sent for sent in walk.arrived[number] if sent.does == "take-request"]
        if len(before) > walk.kinds[:number].count("review"):
            early.append(f"before the pause {kind}")
    return early


def test_the_grid_has_every_variant_language_way_and_fault() -> None:
    """However it is thinned, each site has all its languages and ways, and each fault is met on half of its sites."""
    walked = list(cells())
    met: Counter[str] = Counter()
    for flow, info in sites():
        of_site = [cell for cell in walked if cell[:2] == (flow, info.variant)]
        assert {cell[2] for cell in of_site} == set(info.languages)
        assert {cell[3] for cell in of_site} - {""} == set(info.ways)
        met.update(info.faults.keys())
    for fault, times in met.items():
        assert len({cell[:2] for cell in walked if cell[4] == fault}) >= times / EVERY
