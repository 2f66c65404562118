"""What a flow must not be, beyond what the model refuses. Each rule keeps one of the promises."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from walkout.flow.lint_values import Found, asks_for_a_secret, key_of, questions, values
from walkout.flow.model import Flow, Page, PageOfOutcome, PageOfSteps
from walkout.flow.steps import (
    ChooseStep,
    ClickStep,
    FillStep,
    SendStep,
    UploadStep,
    is_built_in,
    target_of,
    value_in,
)
from walkout.flow.targets import Target, concept_in, describe, meaning_of, role_of
from walkout.view import origin_of
from walkout.words.lexicon import concept, concept_names
from walkout.words.normal import normal

SENDING = ("submit", "confirm-code")
OF_THE_PERSON = ("password", "one-time-code", "login-name", "security-check")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
PHONE = re.compile(r"\+\d[\d ()/-]{7,}")


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong: the line (from 1), the key, and what, in words."""

    line: int
    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.line}: {self.what}"


LineOf = Callable[..., int]


def lint(flow: Flow, line_of: LineOf, hosts: frozenset[str] | None) -> list[Finding]:
    """All findings, by line. `hosts` are those known to belong to the flow's service, or None."""
    found: list[Found] = [
        *_origins(flow, hosts),
        *(_guide(flow) if flow.kind == "guide" else _confirmation(flow)),
        *values(flow),
        *questions(flow),
        *_literal_data(flow),
        *_hidden(flow),
        *_twins(flow),
    ]
    for number, page in enumerate(flow.pages):
        found += _targets(number, page)
        if isinstance(page, PageOfSteps):
            found += _sending(number, page)
            found += _fields(number, page)
    return sorted(Finding(line_of(*loc), str(loc[-1]), what) for loc, what in found)


def _origins(flow: Flow, hosts: frozenset[str] | None) -> Iterator[Found]:
    for number, origin in enumerate(flow.origins):
        loc = ("origins", number)
        host = _host(origin)
        if not origin.startswith("https:"):
            yield loc, f"the origin {origin!r} is not https; personal data is typed only on https origins"
        elif not host or origin != origin_of(origin) or "*" in origin:
            yield (
                loc,
                f"the origin {origin!r} must be https:// and one exact host, such as https://www.example.org",
            )
        elif not host.isascii():
            yield loc, f"the host of {origin!r} must be written as browsers send it, in ASCII (xn--…)"
        elif hosts is not None and host not in hosts:
            yield (
                loc,
                f"{origin!r} is not known to belong to {flow.service!r} (known: {', '.join(sorted(hosts))})",
            )
    for number, way in enumerate(flow.ways):
        if not _host(way.start) or origin_of(way.start) not in flow.origins:
            yield (
                ("ways", number, "start"),
                f"the way {way.way!r} starts outside of the flow's origins: {way.start}",
            )


def _host(address: str) -> str:
    """The host of an address; empty where it is no address."""
    try:
        parts = urlsplit(address)
        fits = parts.port != 0
    except ValueError:
        return ""
    return parts.hostname or "" if fits else ""


def _guide(flow: Flow) -> Iterator[Found]:
    """A guide opens a place; what is changed there is the person's doing."""
    for number, page in enumerate(flow.pages):
        for at, step in enumerate(page.steps if isinstance(page, PageOfSteps) else ()):
            if not isinstance(step, ClickStep):
                what = "a guide only clicks its way; what changes something is left to the person"
                yield ("pages", number, "steps", at, key_of(step)), what
    ends = [page.outcome for page in flow.pages if isinstance(page, PageOfOutcome)]
    if not {"changed", "arrived"} & set(ends):
        yield ("pages",), "a guide has a page with `outcome: arrived` or `outcome: changed`"


def _confirmation(flow: Flow) -> Iterator[Found]:
    ends = [
        (n, page)
        for n, page in enumerate(flow.pages)
        if isinstance(page, PageOfOutcome) and page.outcome == "submitted"
    ]
    if not ends:
        yield (
            ("pages",),
            "no page has `outcome: submitted`: without a confirmation to look for, nothing counts as done",
        )
    for number, page in ends:
        if not any(role_of(target) in ("text", "heading") for target in page.known_by):
            yield ("pages", number, "known_by"), "a confirmation is known by a text or heading that says so"


def _sending(number: int, page: PageOfSteps) -> Iterator[Found]:
    sends = [at for at, step in enumerate(page.steps) if isinstance(step, SendStep)]
    for at in sends[1:]:
        yield (
            ("pages", number, "steps", at, "send"),
            f"page {page.page!r} sends twice; a page has one sending step",
        )
    if sends and sends[0] != len(page.steps) - 1:
        yield (
            ("pages", number, "steps", sends[0], "send"),
            f"the sending step must be the last of page {page.page!r}",
        )
    for at, step in enumerate(page.steps):
        if isinstance(step, ClickStep) and means_sending(step.click):
            what = "this click sends: write it as `send`, so that the person reviews first"
            yield ("pages", number, "steps", at, "click"), what


def means_sending(target: Target) -> bool:
    """Whether a click on it sends, by its concept or by its words."""
    meaning = meaning_of(target)
    if concept_in(meaning) in SENDING:
        return True
    if isinstance(meaning, str):
        return False
    sending = [phrase.pattern for name in SENDING for phrase in concept(name).phrases]
    said = [normal(words) for words in meaning.words]
    return any((found := one.find(words)) and found[0] == words for one in sending for words in said)


def _fields(number: int, page: PageOfSteps) -> Iterator[Found]:
    seen: set[str] = set()
    for at, step in enumerate(page.steps):
        loc = ("pages", number, "steps", at, key_of(step))
        if not isinstance(step, ChooseStep | FillStep | UploadStep):
            continue
        if isinstance(step, UploadStep) != (value_in(step).value == "screenshots"):
            yield (*loc, "value"), "`upload` is for screenshots, and screenshots are for `upload`"
        named, described = meaning_of(target_of(step)), describe(target_of(step))
        meaning = concept_in(named)
        if not meaning and is_built_in(value_in(step).value):
            yield (*loc, "field"), "the field of a personal value is named by a concept, not by literal words"
        elif not isinstance(named, str) and any(map(asks_for_a_secret, named.words)):
            yield (*loc, "field"), "these words mean what is the person's to type; use `wait_for_person`"
        elif not meaning and described in seen:
            yield (*loc, "field"), f"page {page.page!r} fills {described!r} twice"
        elif not meaning:
            seen.add(described)
        elif meaning in OF_THE_PERSON:
            yield (*loc, "field"), f"{meaning!r} is the person's to type; use `wait_for_person`"
        elif meaning in seen:
            yield (*loc, "field"), f"page {page.page!r} fills {meaning!r} twice"
        else:
            seen.add(meaning)


def _targets(number: int, page: Page) -> Iterator[Found]:
    named: list[tuple[tuple[str | int, ...], Target]]
    named = [(("known_by", at), target) for at, target in enumerate(page.known_by)]
    named += [(("unless", at), target) for at, target in enumerate(page.unless)]
    named += [(("tell", at, "when"), told.when) for at, told in enumerate(page.tell)]
    if isinstance(page, PageOfSteps):
        named += [(("steps", at, key_of(step)), target_of(step)) for at, step in enumerate(page.steps)]
    for loc, target in named:
        meaning = concept_in(meaning_of(target))
        if loc[0] == "steps" and role_of(target) in ("ticked", "unticked"):
            what = f"`{role_of(target)}` is for knowing a page; a step acts on a field or an option"
            yield ("pages", number, *loc), what
        if meaning and meaning not in concept_names():
            yield ("pages", number, *loc), _unknown_concept(meaning)


def _unknown_concept(name: str) -> str:
    try:
        concept(name)
    except KeyError as error:
        return f"unknown concept {name!r}: {error.args[0]}"
    raise AssertionError(name)


def _literal_data(flow: Flow) -> Iterator[Found]:
    for loc, text in _strings(flow.model_dump(mode="json"), ()):
        if loc[0] == "origins":
            continue
        for pattern, what in ((EMAIL, "an e-mail address"), (PHONE, "a telephone number")):
            if pattern.search(unquote(text)):
                yield loc, f"{what} is written here; personal data is never written in a flow"


def _hidden(flow: Flow) -> Iterator[Found]:
    """A flow is shown before its first run; nothing in it may change how it looks on a terminal."""
    for loc, text in _strings(flow.model_dump(mode="json"), ()):
        if HIDDEN.search(text):
            yield loc, "a line break, control character or mark of direction is written here; use plain text"


def _strings(value: object, loc: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, (*loc, key))
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _strings(inner, (*loc, number))


def _twins(flow: Flow) -> Iterator[Found]:
    seen: dict[tuple[frozenset[Target], frozenset[Target]], str] = {}
    for number, page in enumerate(flow.pages):
        key = frozenset(page.known_by), frozenset(page.unless)
        if key in seen:
            yield (
                ("pages", number, "known_by"),
                f"page {page.page!r} is known by just what {seen[key]!r} is known by",
            )
        seen.setdefault(key, page.page)
