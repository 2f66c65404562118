"""A flow file is changed where a target stands, and nowhere else."""

from difflib import unified_diff

import pytest

from walkout.flow.edit import added_words, with_words
from walkout.flow.load import check_flow, find_flow
from walkout.flow.targets import FieldTarget, LinkTarget, Words

OBJECT = LinkTarget(link="right-to-object")


def changed_lines(before: str, after: str) -> list[str]:
    return [
        line
        for line in unified_diff(before.splitlines(), after.splitlines(), n=0)
        if line[0] in "+-" and line[1:2] != line[0]
    ]


def test_words_are_added_on_their_page_alone(tmp_path):
    """Only lines of the page with the target change; comments and other pages stay, and the flow still loads."""
    before = find_flow("meta/facebook").read_text("utf-8")
    after = with_words(before, "notice", OBJECT, 'Say "no": now')
    assert changed_lines(before, after) == [
        "-      - click: {link: right-to-object}",
        '+      - click: {link: {concept: right-to-object, words: ["Say \\"no\\": now"]}}',
    ]
    file = tmp_path / "flow.yaml"
    file.write_text(after, "utf-8")
    findings, flow = check_flow(file)
    assert not findings
    assert flow is not None
    assert flow.flow.page("notice").steps[0].click == added_words(OBJECT, 'Say "no": now')


def test_words_are_added_where_the_page_is_known_by_them_too(tmp_path):
    """A field that a page is known by and that a step fills is changed in both places."""
    before = find_flow("meta/facebook").read_text("utf-8")
    after = with_words(before, "form", FieldTarget(field="email"), "Where we reach you")
    assert len([line for line in changed_lines(before, after) if line[0] == "+"]) == 2


def test_further_words_join_those_that_are_there():
    """A target that has words already gets the new ones beside them."""
    once = with_words(find_flow("meta/facebook").read_text("utf-8"), "notice", OBJECT, "One")
    twice = with_words(once, "notice", added_words(OBJECT, "One"), "Two")
    assert '{link: {concept: right-to-object, words: ["One", "Two"]}}' in twice


def test_a_block_of_yaml_is_changed_as_well_as_a_line():
    """Targets that are written over several lines are found, and what follows them stays."""
    before = "pages:\n- page: one\n  steps:\n  - click:\n      link:\n        words:\n        - Old\n"
    before += "    otherwise: next-way # why\n"
    after = with_words(before, "one", LinkTarget(link=Words(words=("Old",))), "New")
    assert 'words: ["Old", "New"]' in after
    assert after.endswith("otherwise: next-way # why\n")


def test_a_page_without_the_target_is_an_error():
    """Nothing is changed where there is nothing to change."""
    with pytest.raises(KeyError):
        with_words(find_flow("meta/facebook").read_text("utf-8"), "code", OBJECT, "New")
