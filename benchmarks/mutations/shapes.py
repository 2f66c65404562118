"""Mutations that leave everything on the page: names, wrappers, order, place, words, and what a field is made of."""

import json
import re
from collections.abc import Callable
from functools import cache
from random import Random

from bs4 import Tag

from benchmarks.mutations.draft import Draft, fresh, script_of, shuffled, text_of
from benchmarks.mutations.tree import FIELDS, TRUTH, Said, attribute, form_of, kind_of
from benchmarks.mutations.words import known_words, others, words_apart
from walkout.shipped_files import shipped_folder

REFERRING = ("id", "class", "for", "aria-labelledby", "aria-describedby", "aria-controls")
NAMED_IN_CODE = re.compile(r"(?<=[\"'#.])[\w-]+(?![\w-])")


def renamed(draft: Draft, random: Random) -> bool:
    """Ids, classes and the names of fields are others, everywhere on the page."""
    soup = draft.tree.soup
    tags = soup.find_all(True)
    old = sorted({word for tag in tags for name in ("id", "class") for word in attribute(tag, name).split()})
    new = {word: fresh(random) for word in old}
    for tag in tags:
        for name in REFERRING:
            if tag.has_attr(name):
                tag[name] = " ".join(new.get(word, word) for word in attribute(tag, name).split())
        if attribute(tag, "href").startswith("#"):
            tag["href"] = "#" + new.get(attribute(tag, "href")[1:], attribute(tag, "href")[1:])
        if tag.name in ("script", "style") and tag.string:
            tag.string = NAMED_IN_CODE.sub(lambda found: new.get(found[0], found[0]), tag.string)
    for form in soup.find_all("form", method="post"):
        names = {name: f"Field{random.randrange(10**17, 10**18)}" for name in _names_in(form)}
        for tag in form.find_all(FIELDS, attrs={"name": True}):
            tag["name"] = names[attribute(tag, "name")]
        draft.names |= {now: name for name, now in names.items()}
    return True


def _names_in(form: Tag) -> list[str]:
    return list(dict.fromkeys(attribute(tag, "name") for tag in form.find_all(FIELDS, attrs={"name": True})))


def wrapped(draft: Draft, random: Random) -> bool:
    """Blocks, labels and the words in links and buttons get elements around them."""
    blocks = [child for child in draft.tree.main.find_all(True, recursive=False) if child.name != "script"]
    for form in draft.tree.main.find_all("form"):
        blocks += form.find_all(True, recursive=False)
    for block in blocks:
        inline = block.name in ("a", "span", "button", "input", "select", "textarea", "label", "br")
        for _ in range(random.choice((0, 1, 1, 2, 4))):
            if block.name != "br":
                block.wrap(draft.new("span" if inline else "div", class_=fresh(random)))
    for one in draft.tree.said:
        if (
            not one.attribute
            and one.label.name not in ("title", "option")
            and not one.label.find(True)
            and random.random() < 0.6
        ):
            inner = draft.new("span", one.words, class_=fresh(random))
            one.label.clear()
            one.label.append(inner)
    return True


def reordered(draft: Draft, random: Random) -> bool:
    """The fields of a form, the entries of a list or the paragraphs stand in another order."""
    groups = []
    for form in draft.tree.main.find_all("form", method="post"):
        groups.append(
            [
                child
                for child in form.find_all(True, recursive=False)
                if child.find(FIELDS) or child.find(role="combobox")
            ]
        )
    for parent in draft.tree.main.find_all(True):
        if parent.name == "ul" or attribute(parent, "role") in ("list", "radiogroup"):
            groups.append([c for c in parent.find_all(["li", "div", "p"], recursive=False) if c.find(["a", "input"])])
    changed = [shuffled(group, random) for group in groups]
    return any(changed)


def moved_link(draft: Draft, random: Random) -> bool:
    """A link or button outside of a form stands elsewhere on the page."""
    links = [one.control for one in draft.tree.acted_on if one.control is not None and _is_loose(one.control)]
    if not links or draft.tree.main.find("script"):
        return False
    main, control = draft.tree.main, random.choice(links).extract()
    where = random.randrange(4)
    title = main.find("h1")
    if where == 0 and isinstance(title, Tag):
        title.insert_after(control)
    elif where == 1:
        row = draft.new("div", style="position: sticky; bottom: 0; background: #fff")
        row.append(control)
        main.append(row)
    elif where == 2:
        listed = draft.new("ul")
        for one in (draft.new("a", draft.other_words["help"], href="https://www.facebook.com/help/"), control):
            entry = draft.new("li")
            entry.append(one)
            listed.append(entry)
        main.insert(random.randrange(len(main.contents) + 1), listed)
    else:
        aside = draft.new("aside")
        aside.append(control)
        main.append(aside)
    return True


def _is_loose(control: Tag) -> bool:
    return kind_of(control) in ("link", "button") and form_of(control) is None


def reworded_known(draft: Draft, random: Random) -> bool:
    """Labels say it in another way that the lexicon has."""
    return _reworded(draft, random, known_words)


def reworded_apart(draft: Draft, random: Random) -> bool:
    """Labels say it in a way that was written without the lexicon."""
    return _reworded(draft, random, words_apart)


def _reworded(draft: Draft, random: Random, say: Callable[[str, str], tuple[str, ...]]) -> bool:
    matter = list(dict.fromkeys((*draft.tree.known_by, *draft.tree.acted_on)))
    choice: list[tuple[Said, tuple[str, ...]]] = [
        (one, found) for one in matter if (found := others(say(one.concept, draft.spoken), one.words))
    ]
    if not choice:
        return False
    for one, found in random.sample(choice, min(len(choice), random.choice((1, 1, 2)))):
        one.say(random.choice(found))
    return True


def recast(draft: Draft, random: Random) -> bool:  # noqa: ARG001 - as all kinds
    """A list to choose from is a combobox instead of a select, or a select instead of a combobox."""
    lists = [
        one.control for one in draft.tree.acted_on if one.control is not None and kind_of(one.control) == "combobox"
    ]
    if not lists:
        return False
    field = lists[0]
    return _as_combobox(draft, field) if field.name == "select" else _as_select(draft, field)


def _as_select(draft: Draft, field: Tag) -> bool:
    listed = draft.tree.soup.find("script", type="application/json")
    hidden = field.parent.find("input", type="hidden") if field.parent else None
    script = script_of(draft, 'role="combobox"')
    if listed is None or hidden is None or script is None:
        return False
    select = draft.new("select", name=attribute(hidden, "name"))
    select.append(draft.new("option", text_of(field) or attribute(field, "placeholder"), value=""))
    for code, name in json.loads(listed.get_text()):
        select.append(draft.new("option", name, value=code))
    for name in ("id", "aria-labelledby", "aria-required", "class", TRUTH):
        if field.has_attr(name):
            select[name] = attribute(field, name)
    hidden.decompose()
    script.decompose()
    field.replace_with(select)
    return True


def _as_combobox(draft: Draft, field: Tag) -> bool:
    options = [(attribute(one, "value"), one.get_text()) for one in field.find_all("option")]
    label = draft.tree.soup.find("label", attrs={"for": attribute(field, "id")})
    if label is None:
        return False
    label["id"] = "u_label"
    del label["for"]
    hidden = draft.new("input", type="hidden", name=attribute(field, "name"), value="")
    box = draft.new(
        "div", role="combobox", tabindex="0", aria_haspopup="listbox", aria_expanded="false", aria_labelledby="u_label"
    )
    box[TRUTH], box["class"] = attribute(field, TRUTH), attribute(field, "class")
    box.append(draft.new("span", options[0][1]))
    field.insert_after(hidden)
    field.replace_with(box)
    told = json.dumps([pair for pair in options if pair[0]], ensure_ascii=False).replace("<", "\\u003c")
    data = draft.new("script", type="application/json", id="js_q0")
    data.string = told
    body = draft.tree.soup.body or draft.tree.soup
    body.append(data)
    script = draft.new("script")
    script.string = shared_script("combobox")
    body.append(script)
    return True


@cache
def shared_script(name: str) -> str:
    """A script that fixtures share."""
    return (shipped_folder("fixtures") / "meta" / "shared" / f"{name}.js").read_text("utf-8")


def translated(draft: Draft, random: Random) -> bool:  # noqa: ARG001 - the page comes in another language already
    """The page is in another language than the ones before it."""
    return True
