"""A served page as a tree that can be changed, with the truth marked in it: what each control is.

The truth comes from the keys of the page's words and `meanings.yaml`, not from the words: however a page is reworded,
translated or filled with twins, the mark `data-truth` stays at the control that is meant, and nowhere else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bs4 import BeautifulSoup, Tag
from pydantic import TypeAdapter
from ruamel.yaml import YAML

from walkout.flow.model import Flow, PageOfOutcome, PageOfSteps
from walkout.flow.model import Page as FlowPage
from walkout.flow.steps import ChooseStep, FillStep, Step, UploadStep, target_of, value_in
from walkout.flow.targets import Role, Target, meaning_of, role_of
from walkout.shipped_files import shipped_folder

KEY, TRUTH = "data-t", "data-truth"
NAMING = ("value", "aria-label", "placeholder")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
FIELDS = ("input", "select", "textarea")
BUTTONS = ("link", "button", "menuitem", "tab")


@dataclass(frozen=True, eq=False)
class Said:
    """What one element says: `label` has the words (as its text, or in an attribute), `control` is what one acts on, if
    there is anything. shown: it is to be seen from the start."""

    role: Role
    concept: str
    label: Tag
    attribute: str
    control: Tag | None
    shown: bool

    @property
    def words(self) -> str:
        """What it says."""
        return attribute(self.label, self.attribute) if self.attribute else " ".join(self.label.get_text(" ").split())

    def say(self, words: str) -> None:
        """Let it say something else."""
        if self.attribute:
            self.label[self.attribute] = words
        else:
            self.label.string = words


@cache
def meanings(service: str) -> Mapping[str, tuple[Role, str]]:
    """Key of the pages' words → role and concept."""
    told = YAML(typ="safe").load((shipped_folder("fixtures") / service / "meanings.yaml").read_text("utf-8"))
    targets = {key: TypeAdapter(Target).validate_python(target) for key, target in told.items()}
    return {key: (role_of(target), str(meaning_of(target))) for key, target in targets.items()}


class Tree:
    """A page and what is said on it. `place`: the page of the flow that it is, told by keys instead of words."""

    def __init__(self, html: str, flow: Flow) -> None:
        # Attributes of several words stay one text, as they are in the page.
        self.soup = BeautifulSoup(html, "html.parser", multi_valued_attributes=None)
        self.main = self.soup.find("main") or self.soup.body or self.soup
        everything = tuple(self._read(meanings(flow.service)))
        self.said = tuple(one for one in everything if one.shown)
        self.place = _place(flow, self.said)
        self._mark(everything)

    def _read(self, known: Mapping[str, tuple[Role, str]]) -> Iterator[Said]:
        for label in self.soup.find_all(True):
            for name in (KEY, *(f"{KEY}-{attribute}" for attribute in NAMING)):
                key = attribute(label, name)
                if key in known:
                    where = name.removeprefix(KEY).removeprefix("-")
                    yield Said(*known[key], label, where, control_of(self.soup, label), _is_shown(label))

    def _mark(self, everything: tuple[Said, ...]) -> None:
        for one in everything:
            if one.control is not None:
                add_truth(one.control, one.concept)
                # What leads to the same place is as good.
                for link in self.soup.find_all("a", href=one.control.get("href") or "-"):
                    if "#" not in attribute(link, "href"):
                        add_truth(link, one.concept)

    @property
    def needs(self) -> set[str]:
        """The concepts that the walk acts on here and cannot do without."""
        steps = self.place.steps if isinstance(self.place, PageOfSteps) else ()
        return {str(meaning_of(target_of(step))) for step in steps if not _is_optional(step)}

    @property
    def acted_on(self) -> tuple[Said, ...]:
        """What on the page is meant by them."""
        return tuple(one for one in self.said if one.concept in self.needs and _stands_in(one.control, self.main))

    @property
    def known_by(self) -> tuple[Said, ...]:
        """What the page is known by."""
        targets = self.place.known_by if self.place else ()
        return tuple(one for one in self.said if any(_is(target, one) for target in targets))

    @property
    def is_end(self) -> bool:
        """Whether a walk ends here."""
        return isinstance(self.place, PageOfOutcome)


def attribute(tag: Tag, name: str) -> str:
    """An attribute's text; empty where there is none."""
    return str(tag.get(name) or "")


def add_truth(control: Tag, concept: str) -> None:
    """Mark what a control is."""
    control[TRUTH] = " ".join(dict.fromkeys((*attribute(control, TRUTH).split(), concept)))


def kind_of(control: Tag) -> str:
    """The role of a control: link, button, combobox, radio, textbox …; empty for what is none."""
    given = attribute(control, "role")
    if control.name == "a" and control.get("href"):
        return "button" if given == "button" else "link"
    if given in ("button", "link", "menuitem", "tab", "combobox", "switch", "checkbox", "radio", "option"):
        return given
    if control.name == "input":
        kind = attribute(control, "type") or "text"
        known = {"hidden": "", "submit": "button", "radio": "radio", "checkbox": "checkbox", "file": "file"}
        return known.get(kind, "textbox")
    return {"button": "button", "select": "combobox", "textarea": "textbox"}.get(control.name, "")


def control_of(soup: BeautifulSoup, label: Tag) -> Tag | None:
    """What an element with words names: the control that it lies in, or whose label it is."""
    for one in (label, *label.parents):
        if isinstance(one, Tag) and kind_of(one):
            return one
    around = label if label.name == "label" else label.find_parent("label")
    if around is not None:
        named = soup.find(id=attribute(around, "for")) if around.get("for") else around.find(FIELDS)
        return named if isinstance(named, Tag) else None
    ident = attribute(label, "id")
    by = soup.find(True, attrs={"aria-labelledby": lambda ids: bool(ident and ids and ident in ids.split())})
    return by if isinstance(by, Tag) and kind_of(by) else None


def form_of(control: Tag) -> Tag | None:
    """The form that a control lies in, if it is one that posts."""
    form = control.find_parent("form")
    return form if form is not None and attribute(form, "method") == "post" else None


def block_of(control: Tag) -> Tag:
    """A field with its label and what belongs to them: the part of its form that holds it."""
    block, form = control, form_of(control)
    while form is not None and isinstance(block.parent, Tag) and block.parent is not form:
        block = block.parent
    return block


def _is_optional(step: Step) -> bool:
    return isinstance(step, ChooseStep | FillStep | UploadStep) and value_in(step).optional


def _is_shown(tag: Tag) -> bool:
    return not any(one.has_attr("hidden") for one in (tag, *tag.parents))


def _is(target: Target, said: Said) -> bool:
    if str(meaning_of(target)) != said.concept:
        return False
    kind = kind_of(said.control) if said.control is not None else ""
    match role_of(target):
        case "heading":
            return said.label.name in HEADINGS
        case "text":
            return True
        case "link" | "button":
            return kind in BUTTONS
        case "field":
            return kind in ("textbox", "combobox", "file", "checkbox")
        case "ticked" | "unticked" as role:
            ticked = said.control is not None and said.control.has_attr("checked")
            return kind in ("radio", "checkbox", "switch") and ticked == (role == "ticked")
        case _:
            return kind in ("radio", "checkbox", "switch", "option")


def _place(flow: Flow, said: tuple[Said, ...]) -> FlowPage | None:
    def there(target: Target) -> bool:
        return any(_is(target, one) for one in said)

    fitting = [page for page in flow.pages if all(map(there, page.known_by)) and not any(map(there, page.unless))]
    special = [page for page in fitting if all(set(page.known_by) >= set(other.known_by) for other in fitting)]
    return special[0] if len(special) == 1 else None


def _stands_in(control: Tag | None, main: Tag) -> bool:
    """Whether a control is there and part of the page; one that was taken out has no parents to ask for."""
    return control is not None and not control.decomposed and main in control.parents
