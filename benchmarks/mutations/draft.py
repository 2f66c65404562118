"""A page in the making: the tree, what is to be added to it, and what the server has to know of it."""

from dataclasses import dataclass, field
from random import Random
from string import ascii_lowercase, digits

from bs4 import Tag

from benchmarks.mutations.tree import Tree

SIGNS = ascii_lowercase + digits


@dataclass
class Draft:
    """What a kind of mutation changes.

    name: the fixture's name of the page. address: under which it is served; by_post: it answers a post. spoken: the
    language of its words. other_words: words of the fixture in that language, by key. scripts: run after the page's.
    inner: the document of an iframe that the page got. names: new name of a field → the one that the site knows.
    """

    tree: Tree
    name: str
    address: str
    by_post: bool
    spoken: str
    other_words: dict[str, str]
    scripts: list[str] = field(default_factory=list)
    inner: str = ""
    names: dict[str, str] = field(default_factory=dict)

    def new(self, element: str, text: str = "", /, **attributes: str) -> Tag:
        """A new element."""
        tag = self.tree.soup.new_tag(
            element, attrs={key.strip("_").replace("_", "-"): value for key, value in attributes.items()}
        )
        if text:
            tag.string = text
        return tag

    def html(self) -> str:
        """The page as it is to be served."""
        return with_scripts(str(self.tree.soup), self.scripts)


def with_scripts(html: str, scripts: list[str]) -> str:
    """The page with scripts at its end."""
    added = "".join(f"<script>{script}</script>" for script in scripts)
    return html.replace("</body>", f"{added}</body>") if added else html


def fresh(random: Random) -> str:
    """A name as machines make them."""
    body = "".join(random.choices(SIGNS, k=6))
    return random.choice(
        (f"x{body}", f"u_{body[0]}_{body[1:]}", f"css-{body}", f"mui{random.randrange(10_000)}{body}", f"_{body}")
    )


def text_of(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def shuffled(items: list[Tag], random: Random) -> bool:
    """Put elements into each other's places. False where there are no two of them."""
    if len(items) < 2:
        return False
    order = list(range(len(items)))
    while order == sorted(order):
        random.shuffle(order)
    places = []
    for item in items:
        place = Tag(name="i")
        item.replace_with(place)
        places.append(place)
    for place, number in zip(places, order, strict=True):
        place.replace_with(items[number])
    return True


def script_of(draft: Draft, *words: str) -> Tag | None:
    """The page's script in which all these words stand."""
    scripts = _own_scripts(draft)
    return next((one for one in scripts if all(word in one.get_text() for word in words)), None)


def has_scripts(draft: Draft) -> bool:
    """Whether the page has a script of its own."""
    return bool(_own_scripts(draft))


def _own_scripts(draft: Draft) -> list[Tag]:
    return [one for one in draft.tree.soup.find_all("script") if not one.has_attr("type")]
