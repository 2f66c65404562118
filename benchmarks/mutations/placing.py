"""Mutations of where and when a page's content is there: in an iframe, a shadow root, late, or under a dialog."""

from random import Random
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from benchmarks.mutations.draft import Draft, has_scripts, with_scripts
from benchmarks.mutations.shapes import shared_script
from benchmarks.mutations.tree import TRUTH

EMBEDDED = "embedded=1"
LATE = """(() => {
  const place = document.querySelector('%s'), parts = [...place.childNodes];
  place.replaceChildren();
  setTimeout(() => place.append(...parts), %d);
})();"""
SHADOW = """(() => {
  const place = document.querySelector('main > div, main > ul, main > section, main > p');
  const host = document.createElement('div');
  place.replaceWith(host);
  const styles = [...document.querySelectorAll('style')].map(style => style.cloneNode(true));
  host.attachShadow({mode: 'open'}).append(...styles, place);
})();"""
CLOSES = (
    "document.querySelector('[data-truth=inserted]').onclick = event => event.target.closest('[data-over]').remove();"
)


def late(draft: Draft, random: Random) -> bool:
    """What the page is for comes some time after the rest."""
    form = draft.tree.main.find("form", method="post")
    if form is None and has_scripts(draft):
        return False
    draft.scripts.append(LATE % ('main form[method="post"]' if form else "main", random.choice((250, 500, 900))))
    return True


def in_shadow(draft: Draft, random: Random) -> bool:  # noqa: ARG001 - as all kinds
    """The form, or a part of the page, lies in a shadow root."""
    if draft.tree.main.find("form", method="post"):
        draft.scripts.append(shared_script("shadow"))
        return True
    if has_scripts(draft) or not draft.tree.main.find(["div", "ul", "section", "p"], recursive=False):
        return False
    draft.scripts.append(SHADOW)
    return True


def in_iframe(draft: Draft, random: Random) -> bool:  # noqa: ARG001 - as all kinds
    """The form lies in an iframe of the same origin."""
    soup, form = draft.tree.soup, draft.tree.main.find("form", method="post")
    if form is None or draft.by_post:
        return False
    inner = BeautifulSoup(str(soup), "html.parser", multi_valued_attributes=None)
    for part in inner.find_all(["footer", "header", "h1"]) + inner.find_all(True, attrs={"role": "banner"}):
        if not part.decomposed and not part.find("form", method="post"):
            part.decompose()
    draft.inner = with_scripts(str(inner), draft.scripts)
    draft.scripts = []
    mark = "&" if urlsplit(draft.address).query else "?"
    form.replace_with(draft.new("iframe", src=f"{draft.address}{mark}{EMBEDDED}", style="width: 100%; height: 900px"))
    for script in soup.find_all("script"):
        script.decompose()
    return True


def under_dialog(draft: Draft, random: Random) -> bool:  # noqa: ARG001 - as all kinds
    """A question that has nothing to do with it lies over the page."""
    words, body = draft.other_words, draft.tree.soup.body
    if body is None:
        return False
    over = draft.new("div", style="position: fixed; inset: 0; background: #000a; z-index: 99", data_over="")
    dialog = draft.new("div", role="dialog", aria_modal="true", style="background: #fff; margin: 80px; padding: 24px")
    dialog.append(draft.new("h2", words["over-title"]))
    dialog.append(draft.new("p", words["over-text"]))
    dialog.append(draft.new("button", words["over-yes"], type="button"))
    no: Tag = draft.new("button", words["over-no"], type="button")
    no[TRUTH] = "inserted"
    dialog.append(no)
    over.append(dialog)
    body.append(over)
    draft.scripts.append(CLOSES)
    return True
