"""Mutations that add what is not meant, or take away what is."""

from copy import copy
from random import Random
from urllib.parse import urljoin

from bs4 import Tag

from benchmarks.mutations.draft import Draft, fresh
from benchmarks.mutations.tree import KEY, TRUTH, Said, attribute, block_of, form_of, kind_of
from benchmarks.mutations.words import decoys

HIDDEN = (
    "display: none",
    "visibility: hidden",
    "opacity: 0; position: absolute; z-index: -1",
    "position: absolute; left: -9999px",
    "margin-left: -9999px; position: absolute",
    "height: 0; overflow: hidden",
    "position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0 0 0 0)",
    "position: absolute; clip-path: inset(50%)",
    "transform: scale(0); height: 0",
)


def twin(draft: Draft, random: Random) -> bool:
    """A second link or button says the same and does something else."""
    pressed = [one for one in draft.tree.acted_on if _is_pressed(one)]
    if not pressed:
        return False
    control = _control(random.choice(pressed))
    other = _copied(draft, control)
    place = random.choice(("beside", "end", "form", "footer"))
    footer = draft.tree.soup.find("footer")
    if place == "beside" and form_of(control) is None:
        control.insert_before(other)
    elif place == "footer" and isinstance(footer, Tag):
        footer.append(other)
    elif place == "form" and control.name != "a":
        form = draft.new("form", action="/ajax/newsletter/", method="get")
        form.append(other)
        draft.tree.main.append(form)
    else:
        draft.tree.main.append(other)
    return True


def decoy_words(draft: Draft, random: Random) -> bool:
    """A second link, button or field is near what is meant, and something else."""
    choice = [(one, found) for one in draft.tree.acted_on if (found := decoys(one.concept, draft.spoken))]
    if not choice:
        return False
    one, found = random.choice(choice)
    _add_decoy(draft, random, one, random.choice(found))
    return True


def decoy_hidden(draft: Draft, random: Random) -> bool:
    """A second field (or link) with the same words is there for robots; people do not see it."""
    choice = [one for one in draft.tree.acted_on if _is_typed(one) or _control(one).name == "a"]
    if not choice:
        return False
    one = random.choice(choice)
    trap = draft.new("div", style=random.choice(HIDDEN))
    if random.random() < 0.3:
        trap["aria-hidden"] = "true"
    if _is_typed(one):
        for part in _field(draft, random, one.words, long=False):
            trap.append(part)
        block_of(_control(one)).insert_before(trap)
    else:
        trap.append(_copied(draft, _control(one)))
        draft.tree.main.insert(0, trap)
    return True


def gone_for_decoy(draft: Draft, random: Random) -> bool:
    """What is meant is not on the page any more, and something near it stands there."""
    ones = [one for one in draft.tree.acted_on if decoys(one.concept, draft.spoken)]
    if not ones:
        return False
    one = random.choice(ones)
    _add_decoy(draft, random, one, random.choice(decoys(one.concept, draft.spoken)))
    _remove(draft, one)
    return True


def gone(draft: Draft, random: Random) -> bool:
    """What is meant is not on the page any more."""
    if draft.tree.is_end:
        draft.tree.main.clear()
        draft.tree.main.append(draft.new("p", draft.other_words["over-text"]))
        return True
    if not draft.tree.acted_on:
        return False
    _remove(draft, random.choice(draft.tree.acted_on))
    return True


def _remove(draft: Draft, one: Said) -> None:
    """Take away all that is meant by a concept; words in a sentence may stay as words."""
    for control in draft.tree.soup.find_all(True, attrs={TRUTH: True}):
        if control.decomposed or one.concept not in attribute(control, TRUTH).split():
            continue
        if kind_of(control) in ("link", "button") or form_of(control) is None:
            control.decompose()
        elif kind_of(control) == "radio":
            (control.find_parent("label") or control).decompose()
        else:
            block_of(control).decompose()


def _add_decoy(draft: Draft, random: Random, one: Said, words: str) -> None:
    control = _control(one)
    if _is_pressed(one):
        other = _copied(draft, control)
        _say(other, words)
        control.insert_before(other) if random.random() < 0.5 else control.insert_after(other)
        return
    block = draft.new("div", class_=attribute(block_of(control), "class"))
    for part in _field(draft, random, words, long=control.name == "textarea"):
        block.append(part)
    beside = block_of(control)
    beside.insert_before(block) if random.random() < 0.5 else beside.insert_after(block)


def _field(draft: Draft, random: Random, words: str, *, long: bool) -> tuple[Tag, ...]:
    ident = fresh(random)
    label = draft.new("label", words, for_=ident)
    field = draft.new("textarea" if long else "input", id=ident)
    field["name"] = random.choice(("website", "company", "field_2", f"Field{random.randrange(10**14, 10**15)}"))
    if not long:
        field["type"] = "text"
    if random.random() < 0.5:
        field["autocomplete"] = "off"
    return label, field


def _copied(draft: Draft, control: Tag) -> Tag:
    """The same control without its truth, leading elsewhere."""
    other: Tag = copy(control)
    for tag in (other, *other.find_all(True)):
        for name in (TRUTH, KEY, "id", "aria-labelledby"):
            if tag.has_attr(name):
                del tag[name]
    if other.name == "a":
        other["href"] = urljoin(draft.address, "/help/")
    elif other.name in ("button", "input"):
        other["type"] = "button"
    return other


def _say(control: Tag, words: str) -> None:
    if control.name == "input":
        control["value"] = words
        return
    texts = [text for text in control.find_all(string=True) if text.strip()]
    if not texts:
        control.string = words
        return
    texts[0].replace_with(words)


def _control(one: Said) -> Tag:
    if one.control is None:
        raise ValueError(one.concept)
    return one.control


def _is_pressed(one: Said) -> bool:
    return kind_of(_control(one)) in ("link", "button")


def _is_typed(one: Said) -> bool:
    return kind_of(_control(one)) == "textbox" and form_of(_control(one)) is not None
