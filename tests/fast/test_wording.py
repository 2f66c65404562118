"""The wording of a page, and the difference between two of them."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from walkout.drift.wording import Difference, Piece, Wording, difference, wording_of
from walkout.drift.wording_shown import as_html, on_terminal, shortened
from walkout.masking import Masker

OLD = (
    "Privacy Policy",
    "We use what you post.",
    "You have the right to object to this at any time.",
    "Contact us by post.",
)


def told(found: Difference) -> list[str]:
    """The changed paragraphs, with `-` and `+` before what was removed and added."""
    signs = {"same": "", "added": "+", "removed": "-"}
    changed = (one for one in found.paragraphs if any(piece.kind != "same" for piece in one))
    return [" ".join(f"{signs[kind]}{text}" for kind, text in one) for one in changed]


def shown(found: Difference, width: int = 80) -> str:
    out = io.StringIO()
    Console(file=out, width=width, highlight=False).print(on_terminal(found))
    return out.getvalue()


def test_what_differs_only_in_signs_says_the_same() -> None:
    """Other quotes, dashes, blanks and soft hyphens are no other wording; another letter is."""
    one = wording_of(("It’s  “yours” – really", "co\u00adoper\u200bate", "e\u0301te\u0301"))
    assert one == wording_of(('It\'s "yours" - really', "cooperate", "\u00e9t\u00e9"))
    assert one.sha256 == wording_of(one.paragraphs).sha256
    assert one.sha256 != wording_of(('It\'s "yours" - Really', "cooperate", "\u00e9t\u00e9")).sha256


def test_what_says_nothing_goes() -> None:
    """Bullets, page numbers and rules are no wording; what drives a terminal is not printed."""
    assert wording_of(("•", "12", "— — —", "Article 21")).paragraphs == ("Article 21",)
    assert wording_of(("a\x1b[31mred\x07 \udc80word",)).paragraphs == ("a[31mred word",)


@pytest.mark.promise(6)
def test_no_personal_value_is_part_of_a_wording() -> None:
    """The address goes in any spelling; a name goes as a whole word, and stays a part of other words."""
    said = ("Hello Mark Muster, you are ERIKA@example.org.", "Our marketing, and Marks.", "Your code is 123456.")
    found = wording_of(said, Masker({"email": "erika@example.org"}), ("Mark", "Muster"))
    assert found.paragraphs == (
        "Hello [name] [name], you are [email].",
        "Our marketing, and Marks.",
        "Your code is [code].",
    )


def test_words_within_a_paragraph() -> None:
    """A changed paragraph is told word by word, and counted."""
    new = (*OLD[:2], "You have the right to object to that at any time, by a form.", OLD[3])
    found = difference(Wording(OLD), Wording(new))
    assert told(found) == ["You have the right to object to -this +that at any -time. +time, by a form."]
    assert (found.added, found.removed) == (5, 2)


def test_paragraphs_that_come_and_go() -> None:
    """A new paragraph and a lost one are whole; unlike texts are not laid over each other."""
    new = (*OLD[:2], "Cookies are small files that a site keeps on your computer.", OLD[3], "Last page")
    found = difference(Wording(OLD), Wording(new))
    assert told(found) == [f"-{OLD[2]}", f"+{new[2]}", "+Last page"]


def test_a_paragraph_finds_its_new_version_among_several() -> None:
    """Of several new paragraphs, the one that is most alike is the new version, whatever stands before it."""
    new = (*OLD[:2], "This is new here.", "You have no right to object to this at any time.", OLD[3])
    found = difference(Wording(OLD), Wording(new))
    assert told(found) == ["+This is new here.", "You have -the +no right to object to this at any time."]


def test_nothing_changed() -> None:
    """The same wording has no difference: nothing added, nothing removed, and all of it is left out."""
    found = difference(Wording(OLD), Wording(OLD))
    assert not found
    assert (found.added, found.removed) == (0, 0)
    assert list(shortened(found)) == [4]


WORDS = ("we", "use", "your", "data", "for", "ai", "and", "you", "object")
WORDINGS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join),
    max_size=12,
).map(lambda one: Wording(tuple(one)))


@given(WORDINGS, WORDINGS)
def test_both_wordings_can_be_read_out_of_their_difference(before: Wording, after: Wording) -> None:
    """Without what was added the difference is the old wording, without what was removed the new one."""
    found = difference(before, after)

    def without(kind: str) -> list[str]:
        kept = (" ".join(piece.text for piece in one if piece.kind != kind) for one in found.paragraphs)
        return [text for text in kept if text]

    assert without("added") == list(before.paragraphs)
    assert without("removed") == list(after.paragraphs)
    assert bool(found) == (before != after)


class TestShown:
    """The difference for people."""

    LONG = tuple(f"Paragraph {number} stays as it is, word by word." for number in range(40))
    BEFORE = (*LONG, " ".join(map(str, range(60))) + " end", *LONG)
    AFTER = (*LONG, "zero " + " ".join(map(str, range(1, 60))) + " finish", *LONG, "All [bold]new[/bold] <b>&</b>")

    @pytest.fixture
    def found(self) -> Difference:
        return difference(Wording(self.BEFORE), Wording(self.AFTER))

    def test_on_the_terminal(self, found: Difference) -> None:
        """Signs tell what the colours tell, long unchanged parts are left out, and 80 columns are enough."""
        out = shown(found)
        assert max(map(len, out.splitlines())) <= 80
        for words in ("⋮ 39 unchanged paragraphs", "[-0-] {+zero+} 1 2", "[-end-] {+finish+}", "8 … 52"):
            assert words in out
        assert re.search(r"^ +~ \[-0-\]", out, re.MULTILINE)
        assert re.search(r"^ +\+ All", out, re.MULTILINE)
        assert "30" not in out.split("~")[1].split("⋮")[0]

    def test_words_of_a_page_are_no_markup(self, found: Difference) -> None:
        """What a page says is neither markup of the terminal nor of HTML."""
        assert "All [bold]new[/bold] <b>&</b>" in shown(found)
        assert "<p><ins>All [bold]new[/bold] &lt;b&gt;&amp;&lt;/b&gt;</ins></p>" in as_html(found)

    def test_as_html(self, found: Difference) -> None:
        """Removed and added words are `del` and `ins`; what is left out is said."""
        html = as_html(found)
        assert "<del>0</del> <ins>zero</ins> 1 2" in html
        assert '<p class="left-out">… 39 unchanged paragraphs …</p>' in html

    def test_one_unchanged_paragraph_is_not_several(self) -> None:
        """One is told in the singular."""
        found = difference(Wording(("a b", "c d")), Wording(("a b", "c d", "x y", "e f")))
        assert "⋮ 1 unchanged paragraph\n" in re.sub(r" +\n", "\n", shown(found))
        assert list(shortened(found))[1] == (Piece("same", "c d"),)
