"""Walks on fixture pages that are changed as sites change: nothing but what is meant is clicked, filled or sent."""

from collections.abc import Callable
from random import Random
from unittest.mock import patch

import pytest
from benchmarks.mutations.kinds import KINDS, NAMES, STEP_INSERTED, STEP_REMOVED, Kind
from benchmarks.mutations.pages import Pick
from benchmarks.mutations.watch import Walk, Watched, watch
from playwright.sync_api import Browser as RunningBrowser

from walkout.flow.targets import Target, meaning_of, role_of
from walkout.resolve.match import Candidate, Found, Match, Missing
from walkout.resolve.resolve import ENOUGH, rank, resolve
from walkout.view import PageView
from walkout.walk.session import Session

from .conftest import shipped_flow

pytestmark = pytest.mark.promise(1, 3)

BY_NAME = {kind.name: kind for kind in (*KINDS, STEP_INSERTED, STEP_REMOVED)}
WALKS = (("eu-2024", "en", "notification"), ("eu-2024-native", "de", "policy"))
# Not all words that were written apart from the lexicon are understood.
ASKS = {"reworded-apart"}
Guess = Callable[[Target, PageView], Match]
ACT_MS = 2_000


def every(*names: str, pages: tuple[str, ...] = ()) -> Pick:
    """These kinds on each page, or on some pages only."""

    def choose(random: Random, page: str) -> tuple[list[Kind], list[Kind]]:
        return [BY_NAME[name] for name in names if not pages or page in pages], []

    return choose


def walked(running: RunningBrowser, choose: Pick, variant: str, language: str, way: str, seed: str = "1") -> Watched:
    with patch("walkout.browser.window.ACT_MS", ACT_MS):
        return watch(running, Walk(shipped_flow("meta/facebook"), variant, language, way, seed), choose)


@pytest.mark.parametrize("name", NAMES)
def test_no_wrong_act_on_changed_pages(running: RunningBrowser, name: str) -> None:
    """Where every page is changed in one way, no wrong thing is clicked, filled or sent; what is still there is found
    without a question, and what is gone is asked about or ends the walk."""
    kind = BY_NAME[name]
    walks = WALKS if kind.expect == "gone" else WALKS[NAMES.index(name) % 2 :][:1]
    changed = 0
    for walk in walks:
        over = walked(running, every(name, pages=("notice", "form") if name == "dialog" else ()), *walk)
        changed += sum(name in one.served.kinds for one in over.pages)
        assert [one.wrong for one in over.pages if one.wrong] == []
        assert over.refused == ()
        assert not [one for one in over.pages if one.served.expect == "gone" and one.found]
        if kind.expect == "there" and name not in ASKS:
            assert [one.asked for one in over.pages if one.asked] == []
            assert over.outcome.name == "submitted"
    assert changed


def first_of_several(target: Target, view: PageView) -> Match:
    """A resolver that guesses: the first of those that are good enough."""
    good = [one for one in rank(target, view) if one.score >= ENOUGH]
    return Found(min(good, key=lambda one: (one.element.frame, one.element.index))) if good else Missing(())


def first_of_its_role(target: Target, view: PageView) -> Match:
    """A resolver that looks at no words: any text is for the first text field of the page's main part."""
    if role_of(target) != "field" or meaning_of(target) == "country-of-residence":
        return resolve(target, view)
    fields = [one for one in view.elements if one.role == "textbox" and one.region == "main"]
    return Found(Candidate(fields[0], 1.0, ())) if fields else Missing(())


@pytest.mark.parametrize(
    ("guess", "name", "kinds_of_wrong"),
    [(first_of_several, "twin", ("click for link:",)), (first_of_its_role, "wrapped", ("fill for field:impact",))],
)
def test_a_resolver_that_guesses_is_caught(
    running: RunningBrowser, guess: Guess, name: str, kinds_of_wrong: tuple[str, ...]
) -> None:
    """Where an element is taken by its place instead of its meaning, the wrong acts are counted."""
    with patch.object(Session, "match", lambda _, target, view, *__, **___: guess(target, view)):
        # By this seed the twin stands before the link that is meant.
        seen = walked(running, every(name), *WALKS[0], seed="9").pages
    wrong = [what for one in seen for what in one.wrong]
    for kind in kinds_of_wrong:
        assert any(what.startswith(kind) for what in wrong), wrong
