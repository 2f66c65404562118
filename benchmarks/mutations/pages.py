"""The pages of a fixture site, each of them changed by a seed as it is served."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from random import Random
from urllib.parse import parse_qsl, urlencode, urljoin

from benchmarks.mutations.draft import Draft
from benchmarks.mutations.kinds import (
    KINDS,
    STEP_INSERTED,
    STEP_REMOVED,
    Expect,
    Kind,
    change,
    expectation,
    pick,
)
from benchmarks.mutations.placing import EMBEDDED
from benchmarks.mutations.tree import FIELDS, TRUTH, Tree, attribute, block_of, form_of, kind_of
from walkout.browser.interception import SiteAnswer
from walkout.dryrun.clock import Clock
from walkout.dryrun.site import Reply, Site
from walkout.dryrun.site_file import SiteFile, read_site_file, read_strings
from walkout.dryrun.site_pages import SitePages, forward_page
from walkout.flow.model import Flow, PageOfSteps

BEFORE, INSTEAD = 0.06, 0.06
ENGLISH = {
    "over-title": "Turn on notifications?",
    "over-text": "See at once when friends post something.",
    "over-yes": "Turn on",
    "over-no": "Later",
    "next": "Next",
    "help": "Help",
}


@dataclass(frozen=True)
class Served:
    """One page that was served changed: the fixture's name of it, what was done to it, and what the walk shall do.

    place: the page of the flow that it is. html: as it was served. needs: the concepts that the walk shall act on.
    """

    page: str
    place: str
    kinds: tuple[str, ...]
    expect: Expect
    language: str
    html: str
    needs: frozenset[str] = frozenset()


State = tuple[frozenset[str], Mapping[str, str], Mapping[str, str]]
Pick = Callable[[Random, str], tuple[list[Kind], list[Kind]]]


def any_kinds(random: Random, page: str) -> tuple[list[Kind], list[Kind]]:  # noqa: ARG001 - others choose by the page
    """One to three kinds, and those that stand in for them."""
    drawn = random.random()
    taken, rest = pick(random)
    if drawn < BEFORE:
        return [STEP_INSERTED], rest
    return ([STEP_REMOVED, *taken] if drawn < BEFORE + INSTEAD else taken), rest


class MutatedPages(SitePages):
    """Changes each page by the seed, its name and how often it was served, so that no order of requests matters.

    choose: which kinds a page gets. method, address: of the request that is being answered.
    """

    def __init__(
        self, file: SiteFile, folders: tuple[Path, ...], language: str, flow: Flow, seed: str, choose: Pick = any_kinds
    ) -> None:
        super().__init__(file, folders, language, (), keys=True)
        self._file, self._all_folders, self._own, self._flow = file, folders, language, flow
        self._seed, self._choose = seed, choose
        self._tongues: dict[str, SitePages] = {}
        self._visits: dict[str, int] = {}
        self._skipped = False
        self.served: list[Served] = []
        self.names: dict[str, str] = {}
        self.concepts: dict[str, tuple[str, str]] = {}
        self.method, self.address = "GET", ""

    def show(self, page: str, flags: frozenset[str], fills: Mapping[str, str], kept: Mapping[str, str]) -> str:
        if page == self._file.mail:
            return super().show(page, flags, fills, kept)
        embedded = EMBEDDED in self.address and page in self._visits
        visit = self._visits[page] = self._visits.get(page, 0) + (not embedded)
        random = Random(f"{self._seed}:{page}:{visit}")
        taken, rest = self._choose(random, page)
        if embedded:
            draft, _ = self._draft(page, random, taken, [], (flags, fills, kept))
            return draft.inner or draft.html()
        if STEP_INSERTED in taken and self.method == "GET":
            return self._before()
        if STEP_REMOVED in taken:
            instead = self._instead(page, flags, fills, kept)
            if instead is not None:
                return instead
        draft, done = self._draft(page, random, taken, rest, (flags, fills, kept))
        if self._skipped:
            done, self._skipped = [STEP_REMOVED, *done], False
        html, place = draft.html(), draft.tree.place
        needs = frozenset(one.concept for one in draft.tree.acted_on)
        self._note(page, place.page if place else "", done, draft.spoken, html, needs)
        return html

    def _draft(
        self, page: str, random: Random, taken: list[Kind], rest: list[Kind], state: State
    ) -> tuple[Draft, list[Kind]]:
        """A page in this state with the changes, and which of them the page has something for."""
        names = {kind.name for kind in taken}
        other = not names.isdisjoint(("translated", "translated-untold"))
        language = random.choice(self._other_languages()) if other else self._own
        tree = Tree(self._in(language).show(page, *state), self._flow)
        if "translated-untold" in names and tree.soup.html is not None:
            tree.soup.html["lang"] = self._own
        self._remember_fields(tree)
        draft = Draft(tree, page, self.address, self.method == "POST", language, self._words(language))
        done = change(draft, random, [kind for kind in taken if kind in KINDS], rest)
        self.names |= draft.names
        return draft, done

    def _note(
        self, page: str, place: str, kinds: list[Kind], language: str, html: str, needs: frozenset[str] = frozenset()
    ) -> None:
        names, expect = tuple(kind.name for kind in kinds), expectation(kinds)
        if expect == "there" and not place:
            expect = "doubt"  # it is no page of the flow
        elif expect == "gone" and self._is_another_page(html):
            expect = "doubt"
        self.served.append(Served(page, place, names, expect, language, html, needs))

    def _is_another_page(self, html: str) -> bool:
        """Whether what is left is a page of the flow that lacks nothing, as a form without a country is one."""
        tree = Tree(html, self._flow)
        if not isinstance(tree.place, PageOfSteps):
            return False
        return tree.needs <= {one.concept for one in tree.acted_on}

    def _before(self) -> str:
        """A page that comes before the one asked for, and leads to it."""
        words = self._words(self._own)
        title, text, go_on = (escape(words[key]) for key in ("over-title", "over-text", "next"))
        html = (
            f'<!doctype html><html lang="{self._own}"><head><meta charset="utf-8"><title>{title}</title>'
            f'<link rel="icon" href="data:,"></head><body><main><h1>{title}</h1><p>{text}</p>'
            f'<p><a href="{escape(self.address)}" {TRUTH}="inserted">{go_on}</a></p></main></body></html>'
        )
        self._note("inserted", "", [STEP_INSERTED], self._own, html)
        return html

    def _instead(
        self, page: str, flags: frozenset[str], fills: Mapping[str, str], kept: Mapping[str, str]
    ) -> str | None:
        """The page that this one would have led to. None where that is no link's."""
        tree = Tree(self._in(self._own).show(page, flags, fills, kept), self._flow)
        if page == "code":
            self._skipped = True
            return self.show("received", flags, fills, kept)
        links = [one.control for one in tree.acted_on if one.control is not None and kind_of(one.control) == "link"]
        one_step = isinstance(tree.place, PageOfSteps) and len(tree.place.steps) == 1
        if not links or not one_step or self.method != "GET":
            return None
        self._skipped = True
        return forward_page(urljoin(self.address, attribute(links[0], "href")))

    def _remember_fields(self, tree: Tree) -> None:
        """What the fields that are posted are for, by the names that the site knows: concept, and a radio's value."""
        for said in tree.said:
            if said.control is None or form_of(said.control) is None:
                continue
            field = said.control
            if kind_of(field) == "combobox" and not field.get("name"):
                hidden = block_of(field).find("input", type="hidden")
                field = hidden if hidden is not None else field
            if field.name in FIELDS and field.get("name"):
                value = attribute(field, "value") if kind_of(field) == "radio" else ""
                self.concepts[attribute(field, "name")] = (said.concept, value)

    def _in(self, language: str) -> SitePages:
        if language not in self._tongues:
            self._tongues[language] = SitePages(self._file, self._all_folders, language, (), keys=True)
        return self._tongues[language]

    def _other_languages(self) -> list[str]:
        folder = self._strings_folder(self._file)
        return sorted({"en", *(path.stem for path in folder.glob("*.yaml"))} - {self._own})

    def _words(self, language: str) -> dict[str, str]:
        return ENGLISH if language == "en" else read_strings(self._strings_folder(self._file), language)

    def as_sent(self, body: bytes | None) -> bytes | None:
        """What is posted, with the names of fields that the site knows."""
        if not body:
            return body
        fields = parse_qsl(body.decode("utf-8"), keep_blank_values=True)
        return urlencode([(self.names.get(name, name), value) for name, value in fields]).encode()


def mutated_site(
    folder: Path, language: str, flow: Flow, seed: str, choose: Pick = any_kinds
) -> tuple[Site, MutatedPages, SiteAnswer]:
    """A fixture site that serves changed pages: the site, its pages, and what answers for it."""
    file, folders = read_site_file(folder)
    pages = MutatedPages(file, folders, language, flow, seed, choose)
    site = Site(file, pages, language, (), Clock(), Random(seed).randrange(10**6))

    def answer(method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Reply | None:
        pages.method, pages.address = method, url
        return site.answer(method, url, pages.as_sent(body), headers)

    return site, pages, answer
