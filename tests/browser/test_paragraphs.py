"""The text of a page, block by block: all that a reader reads, and nothing else."""

from collections.abc import Callable

import pytest

from .conftest import HOME, Stage

Open = Callable[..., Stage]
PAGE = """<!doctype html><html lang=en><body>
<header>Site <a href="/">Home</a></header><nav>Menu</nav>
<main>
  <article><header><h1>Privacy Policy</h1></header>
  Loose words <span>in a span</span>, a <a href="/form">right to
  object</a>.<p>A <b>bold</b> paragraph<br>of two lines.</p><ul><li>One<ul><li>Within</li></ul></li></ul></article>
  <table><tr><td>Left</td><td>Right</td></tr></table>
  <p hidden>hidden</p><p style="display:none">not shown</p><p style="visibility:hidden">unseen</p>
  <p aria-hidden="true">for machines</p><p><span style="opacity:0">faded</span>Seen</p>
  <div role="status">3 new messages</div><script>"script"</script><style>p {}</style>
  <label>Your e-mail <input value="erika@example.org"></label><textarea>my reason</textarea>
  <select><option>Ireland</option></select><div contenteditable>typed</div>
  <div role="combobox">chosen</div>
  <div id="host"></div><details><summary>More</summary><p>Folded</p></details>
</main>
<aside>Advertisement</aside><footer>Imprint</footer>
<script>
  document.querySelector("#host").attachShadow({mode: "open"}).innerHTML = "<p>In the shadow <slot></slot></p>";
</script>
"""


def test_all_that_is_read_and_nothing_else(stage: Open) -> None:
    """Blocks and lines are paragraphs of their own; what is hidden, around the page or in a field is none."""
    shown = stage({f"{HOME}/policy": PAGE})
    shown.look()
    assert shown.window.paragraphs() == (
        "Privacy Policy",
        "Loose words in a span, a right to object.",
        "A bold paragraph",
        "of two lines.",
        "One",
        "Within",
        "Left",
        "Right",
        "Seen",
        "Your e-mail",
        "In the shadow",
        "More",
    )


def test_what_is_far_down_counts(stage: Open) -> None:
    """A part that the browser draws only when one scrolls to it is part of the text before that."""
    far = '<div style="content-visibility: auto"><p>Far down</p></div>'
    shown = stage({f"{HOME}/policy": f'<p style="height: 9000px">Above</p>{far}'})
    shown.look()
    assert shown.window.paragraphs() == ("Above", "Far down")


def test_long_paragraphs_are_whole(stage: Open) -> None:
    """A change at the end of a long paragraph is seen, whatever a look keeps of it."""
    words = " ".join(f"word{number}" for number in range(3000))
    shown = stage({f"{HOME}/policy": f"<p>{words} end</p>"})
    shown.look()
    assert shown.window.paragraphs() == (f"{words} end",)


def test_the_dialog_that_holds_the_link_is_meant(stage: Open) -> None:
    """Around a link in a dialog the text is the dialog's; the main part without one; the body where there is none."""
    notice = '<div role="dialog"><p>We train AI.</p><a href="/form">right to object</a></div>'
    shown = stage({f"{HOME}/feed": f"<main><p>A friend's post</p></main>{notice}<p>Outside</p>"})
    assert shown.window.paragraphs(shown.see("link")) == ("We train AI.", "right to object")
    assert shown.window.paragraphs() == ("A friend's post",)
    other = stage({f"{HOME}/page": "<header>Site</header><p>All of it</p><aside>Not this</aside>"})
    other.look()
    assert other.window.paragraphs() == ("All of it",)


@pytest.mark.promise(8)
def test_a_page_that_spoils_its_tools_is_told(stage: Open) -> None:
    """What a page makes of the answer is refused, and is no text."""
    from walkout.errors import CannotActError

    shown = stage({f"{HOME}/policy": "<p>Text</p>"})
    shown.look()
    for spoilt in ("'{}'", "'[1, 2]'", "'nonsense'", "7"):
        shown.page.evaluate(f"JSON.stringify = () => {spoilt}")
        with pytest.raises(CannotActError):
            shown.window.paragraphs()
