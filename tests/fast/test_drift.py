"""Baselines keep what pages looked like, and a comparison tells what moved, without a word of the person's."""

import json
from dataclasses import replace
from datetime import date

import pytest

from walkout.drift.baseline import (
    Baseline,
    FieldSeen,
    as_text,
    baseline_file,
    load_baseline,
    save_baseline,
)
from walkout.drift.check import NO_BASELINE, WayCheck
from walkout.drift.compare import PageDrift, compare
from walkout.drift.heal import Proposal, Refused, from_picks, healed_text, propose, renewed
from walkout.drift.kept_picks import drop_pick, keep_picks, kept_picks
from walkout.drift.observer import Observer, Resolved
from walkout.drift.telling import page_lines, target_words, way_words
from walkout.errors import BadFlowError
from walkout.flow.load import load_flow
from walkout.flow.targets import FieldTarget, LinkTarget, describe
from walkout.masking import Masker
from walkout.resolve.match import Found, Missing
from walkout.resolve.resolve import resolve
from walkout.walk.outcome import Outcome
from walkout.walk.picks import Pick

TODAY = date(2026, 11, 25)
EMAIL = "erika.mustermann@example.org"
OBJECT = LinkTarget(link="right-to-object")
EMPTY = {"date": "2026-01-01", "ways": {}}
NO_RECORD = {"address": "", "targets": {"field:email": {"element": {"role": 3, "what": 1}}}}


@pytest.fixture
def observed(facebook_flow, make):
    """What an observer knows of the notice and the form, where the elements are as given."""

    def look(
        link="Right to object", label="Email address", *more, known=None, private=False, address="/help", ident="em"
    ) -> Observer:
        observer = Observer(known, Masker({"email": EMAIL}), private=private)
        heading = make.element("heading", "Policy updates")
        links = [make.element("link", f"Item {n}", href=f"https://www.facebook.com/{n}") for n in range(30)]
        wanted = make.element("link", link, href="https://www.facebook.com/object?id=7", context=f"{EMAIL} says")
        view = make.view(heading, *links, wanted, address="https://www.facebook.com/notice?ref=7")
        observer.saw(facebook_flow.flow.page("notice"), view, "notification")
        found = resolve(OBJECT, view)
        if isinstance(found, Missing):
            wanted = next(one for one in view.elements if one.name == link)
            found = Observed.by_record(wanted)
        observer.resolved("notice", OBJECT, found, view)
        email = make.element("textbox", label, type="email", required=True, ident=ident)
        country = make.element("combobox", "Country of residence", required=True)
        form = make.view(country, email, *more, address=f"https://www.facebook.com{address}")
        observer.saw(facebook_flow.flow.page("form"), form, "notification")
        target = FieldTarget(field="email")
        observer.resolved("form", target, resolve(target, form), form)
        observer.ended("notification", "arrived")
        return observer

    return look


class Observed:
    @staticmethod
    def by_record(element):
        from walkout.resolve.match import Candidate, Evidence
        from walkout.resolve.recall import AS_RECORDED

        return Found(Candidate(element, 0.9, (Evidence(AS_RECORDED, 0.9),)))


def compared(before: Observer, now: Observer) -> dict[str, PageDrift]:
    pages = compare(before.seen(TODAY), now.seen(TODAY), now.resolutions, "notification")
    return {page.page: page for page in pages}


def test_nothing_moved(observed):
    """The same pages compare as the same, page by page and target by target."""
    pages = compared(observed(), observed())
    assert {page.state for page in pages.values()} == {"same"}
    assert not any(page.needs_person for page in pages.values())


def test_a_target_that_changed_is_told_with_its_old_and_new_evidence(observed):
    """A field that has another label and another id is moved, and both are named."""
    page = compared(observed(), observed(label="Your email address", ident="contact"))["form"]
    (target,) = page.targets
    assert target.state == "moved"
    assert [(one.trait, one.before, one.now) for one in target.changes] == [
        ("words", "Email address", "Your email address"),
        ("id or name", "em", "contact"),
    ]
    assert "words “Email address” is “Your email address” now" in target_words(target)


def test_an_id_that_is_made_anew_for_every_visit_is_no_change(observed):
    """Ids with numbers in them say nothing."""
    assert compared(observed(ident="field_71"), observed(ident="field_98"))["form"].state == "same"


def test_a_new_required_field_needs_a_person(observed, make):
    """A required field that the flow does not know is told, and needs a person; one that may stay empty does not."""
    must = compared(
        observed(), observed("Right to object", "Email address", make.element("textbox", "Tax number", required=True))
    )
    assert must["form"].needs_person
    assert "field “Tax number” is new, and required" in list(page_lines(must["form"], True))
    may = compared(observed(), observed("Right to object", "Email address", make.element("textbox", "Nickname")))
    assert not may["form"].needs_person
    assert may["form"].state == "changed"


def test_a_field_that_has_gone_is_told(observed, make):
    """A field that was there before and is not any more is named."""
    before = observed("Right to object", "Email address", make.element("textbox", "Nickname"))
    assert list(page_lines(compared(before, observed())["form"], True)) == ["field “Nickname” is gone"]


def test_a_page_that_is_new_or_gone_needs_a_person(observed):
    """A page between two known ones, and one that is passed by, are told; what was not reached is not judged."""
    before, now = observed().seen(TODAY), observed()
    longer = before.model_copy(update={"ways": {"notification": ("notice", "between", "form", "code")}})
    pages = {page.page: page.state for page in compare(longer, now.seen(TODAY), now.resolutions, "notification")}
    assert pages == {"notice": "same", "form": "same", "between": "gone"}
    shorter = before.model_copy(update={"ways": {"notification": ("form",)}})
    pages = {page.page: page for page in compare(shorter, now.seen(TODAY), now.resolutions, "notification")}
    assert pages["notice"].state == "new"
    assert pages["notice"].needs_person


def test_what_is_found_by_its_record_alone_needs_a_person(observed):
    """A link whose words mean nothing known is moved, and a person has to see it."""
    page = compared(observed(), observed("Say no"))["notice"]
    assert page.targets[0].by_record
    assert page.needs_person
    assert "found by its record alone" in target_words(page.targets[0])


def test_a_missing_target_is_told(observed, facebook_flow):
    """A target that is not there is missing, whatever was recorded."""
    before, now = observed(), observed()
    now.resolutions["notice", describe(OBJECT)] = Resolved("missing", None, ("Rights",))
    (target,) = compared(before, now)["notice"].targets
    assert target.state == "missing"
    assert target_words(target) == "link:right-to-object: missing (nearest: “Rights”)"


@pytest.mark.promise(6)
def test_a_baseline_holds_nothing_of_the_person(observed):
    """Neither her values nor the query of an address are in a baseline, nor of her private pages what stands around."""
    text = as_text(Baseline(flow="meta/facebook").with_seen("live", "en", observed().seen(TODAY)))
    assert EMAIL not in text
    assert "?ref=7" not in text
    assert "?id=7" not in text
    assert "[email] says" in text
    private = as_text(Baseline(flow="meta/facebook").with_seen("live", "en", observed(private=True).seen(TODAY)))
    assert "says" not in private
    assert "Item 29" not in private


def test_a_baseline_is_read_as_it_was_written(observed, tmp_path):
    """What is saved is loaded again, and saved again is the same text, byte by byte."""
    baseline = Baseline(flow="meta/facebook").with_seen("fixture a", "en", observed().seen(TODAY))
    file = baseline_file(tmp_path / "facebook.yaml")
    save_baseline(file, baseline)
    assert file.name == "facebook.baseline.json"
    assert load_baseline(file, "meta/facebook") == baseline
    assert as_text(load_baseline(file, "meta/facebook")) == file.read_text("utf-8")


def test_the_date_stays_where_nothing_moved(observed):
    """A baseline that is written anew from the same pages is the same file."""
    baseline = Baseline(flow="meta/facebook").with_seen("fixture a", "en", observed().seen(TODAY))
    later = baseline.with_seen("fixture a", "en", observed().seen(date(2027, 1, 1)))
    assert as_text(later) == as_text(baseline)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"format": 2, "flow": "meta/facebook", "seen": {}}',
        '{"flow": "meta/other", "seen": {}}',
        '{"flow": "meta/facebook", "seen": {"live": {"en": {"date": "x"}}}}',
        json.dumps({"flow": "meta/facebook", "seen": {"live": {"en": {**EMPTY, "pages": {"form": NO_RECORD}}}}}),
    ],
)
def test_a_broken_baseline_is_an_error_with_its_place(tmp_path, text):
    """A file that is no baseline, or that of another flow, is named with what is wrong in it."""
    file = tmp_path / "facebook.baseline.json"
    file.write_text(text, "utf-8")
    with pytest.raises(BadFlowError) as caught:
        load_baseline(file, "meta/facebook")
    assert str(file) in str(caught.value)
    assert "--baseline" in caught.value.remedy


def test_without_a_file_there_is_an_empty_baseline(tmp_path):
    """A flow that was never verified has nothing to compare with."""
    assert load_baseline(tmp_path / "none.baseline.json", "meta/facebook").seen == {}


def way(pages=(), outcome="arrived", before="arrived", unreachable=False) -> WayCheck:
    return WayCheck("policy", Outcome(outcome, "why", "policy", "form"), tuple(pages), before, unreachable)


@pytest.mark.parametrize(
    ("check", "verdict"),
    [
        (way([PageDrift("form", "same")]), "same"),
        (way([PageDrift("form", "changed")]), "moved"),
        (way([PageDrift("form", "new")]), "needs-person"),
        (way([PageDrift("form", "same")], outcome="needs-person"), "needs-person"),
        (way([PageDrift("form", "same")], outcome="unavailable", before="unavailable"), "same"),
        (way([PageDrift("form", "same")], before=""), "cannot-check"),
        (way([], outcome="needs-person", unreachable=True), "cannot-check"),
    ],
)
def test_the_verdict_of_a_way(check, verdict):
    """The verdict follows from the pages, from how the walk ended now and before, and from whether it could begin."""
    assert check.verdict == verdict


def test_a_way_without_a_baseline_says_so():
    """Where there is nothing to compare with, that is told."""
    assert NO_BASELINE in way_words(way([PageDrift("form", "new")], before=""))


@pytest.fixture
def drifted(observed, facebook_flow, make):
    """The proposals for a link with new words, a field that moved and a new required field."""
    from walkout.drift.check import FlowCheck

    before = observed().seen(TODAY)
    baseline = Baseline(flow="meta/facebook").with_seen("fixture a", "en", before)
    now = observed("Say no", "Your email address", make.element("textbox", "Tax number", required=True))
    pages = tuple(compare(before, now.seen(TODAY), now.resolutions, "notification"))
    check = FlowCheck("meta/facebook", "t", "fixture a", "en", (way(pages),), now.seen(TODAY), TODAY)
    return facebook_flow, before, now.seen(TODAY), propose(facebook_flow, check, baseline), baseline


def test_each_drift_gets_its_proposal(drifted):
    """New words, new evidence and what else the page has are proposed apart, each for the baseline it was made from."""
    _, _, _, proposals, baseline = drifted
    assert [(one.page, one.kind, one.target, one.words, one.by_hand) for one in proposals] == [
        ("notice", "words", "link:right-to-object", "Say no", False),
        ("form", "evidence", "field:email", "", False),
        ("form", "page", "", "", True),
    ]
    assert {one.baseline for one in proposals} == {baseline.sha256}


def test_only_what_is_accepted_is_healed(drifted):
    """Of the baseline, just the accepted target is renewed, and just its words come into the flow."""
    file, before, now, proposals, _ = drifted
    words, evidence, _ = proposals
    text = file.path.read_text("utf-8")
    assert healed_text(text, file, [evidence]) == text
    assert "Say no" in healed_text(text, file, [words])
    seen = renewed(before, now, file, [evidence])
    assert seen.pages["form"].targets["field:email"].element.name == "Your email address"
    assert seen.pages["form"].fields == before.pages["form"].fields
    assert seen.pages["notice"] == before.pages["notice"]


def test_a_healed_page_is_the_new_one(drifted):
    """A page that is accepted has its new fields, and its targets stay as they were recorded."""
    file, before, now, proposals, _ = drifted
    seen = renewed(before, now, file, [proposals[2]])
    assert FieldSeen(label="Tax number", role="textbox", required=True) in seen.pages["form"].fields
    assert seen.pages["form"].targets == before.pages["form"].targets


def test_what_sends_is_healed_by_hand_alone(observed, facebook_flow, make):
    """A drifted sending step is proposed for a person only."""
    from walkout.drift.check import FlowCheck
    from walkout.flow.targets import ButtonTarget

    target = ButtonTarget(button="submit")
    walks = []
    for name in ("Submit", "Send"):
        observer = observed()
        form = make.view(make.element("button", name, submits=True))
        observer.resolved("form", target, resolve(target, form), form)
        walks.append(observer)
    before, now = walks[0].seen(TODAY), walks[1]
    baseline = Baseline(flow="meta/facebook").with_seen("fixture a", "en", before)
    pages = tuple(compare(before, now.seen(TODAY), now.resolutions, "notification"))
    check = FlowCheck("meta/facebook", "t", "fixture a", "en", (way(pages),), now.seen(TODAY), TODAY)
    (proposal,) = [one for one in propose(facebook_flow, check, baseline) if one.target == "button:submit"]
    assert proposal.by_hand


def test_a_refused_heal_is_remembered(tmp_path):
    """What was refused is known in the next run, and what was not is not. A broken memory is an empty one."""
    one = Proposal("meta/facebook", "form", "evidence", ("moved",), "abc", "field:email")
    other = replace(one, why=("moved elsewhere",))
    file = tmp_path / "own" / "refused.json"
    Refused(file).add(one)
    assert replace(one, baseline="of another day") in Refused(file)
    assert other not in Refused(file)
    file.write_text("{", "utf-8")
    assert one not in Refused(file)


def test_the_shipped_baselines_are_well_formed():
    """Every shipped flow with a fixture has a baseline that loads, of pages that the flow has, and without noise."""
    from walkout.shipped_files import fixture_folders, flow_files

    for path in flow_files():
        flow = load_flow(path).flow
        baseline = load_baseline(baseline_file(path), flow.flow)
        assert fixture_folders(flow.flow)
        assert baseline.seen
        for languages in baseline.seen.values():
            for seen in languages.values():
                assert set(seen.pages) <= {page.page for page in flow.pages}
        assert as_text(baseline) == baseline_file(path).read_text("utf-8")
        assert "rehearsal@example.org" not in as_text(baseline)


def test_what_was_pointed_at_is_kept_until_a_heal(observed, tmp_path, facebook_flow):
    """What a person pointed at is proposed for her alone to accept, the newest of each target, until it is dropped."""
    file = tmp_path / "own" / "picks.json"
    seen = observed().seen(TODAY)
    target = FieldTarget(field="email")
    for name in ("Write to", "Your address"):
        old = seen.pages["form"].targets["field:email"]
        recorded = replace(old, element=replace(old.element, name=name))
        assert keep_picks(file, "meta/facebook", [Pick("form", target, recorded)], TODAY) == 1
    (kept,) = kept_picks(file)
    (proposal,) = from_picks("meta/facebook", [kept], Baseline(flow="meta/facebook"))
    assert (proposal.kind, proposal.words, proposal.by_hand) == ("words", "Your address", True)
    text = healed_text(facebook_flow.path.read_text("utf-8"), facebook_flow, [proposal])
    assert '{field: {concept: email, words: ["Your address"]}' in text
    assert from_picks("meta/instagram", [kept], Baseline(flow="meta/instagram")) == []
    drop_pick(file, "meta/facebook", "form", "field:email")
    assert kept_picks(file) == []
    file.write_text("{", "utf-8")
    assert kept_picks(file) == []
