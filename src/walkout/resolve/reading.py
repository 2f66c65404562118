"""The words on a page, read once for a view: what each element that is text says, in the form words are compared in."""

from dataclasses import dataclass
from weakref import ref

from walkout.resolve.score import ROLES
from walkout.resolve.wording import Wording, flat
from walkout.view import Element, PageView


@dataclass(frozen=True, slots=True)
class Reading:
    """said: each text and heading with its words, in the order of the page. whole: all of these words in one."""

    said: tuple[tuple[Element, str], ...]
    whole: str

    def that_say(self, words: Wording) -> list[Element]:
        """The texts that hold one of the phrases. Of most pages `whole` tells that there is none."""
        spoken = [phrase for phrase, _ in words.phrases if phrase in self.whole]
        return [element for element, said in self.said if any(phrase in said for phrase in spoken)] if spoken else []


_readings: dict[int, tuple[ref[PageView], Reading]] = {}


def reading(view: PageView) -> Reading:
    """The reading of a view, kept as long as the view is there. Found by identity: a view is too large to compare."""
    key = id(view)
    known = _readings.get(key)
    if known is not None and known[0]() is view:
        return known[1]
    said = tuple((element, flat(element.name)) for element in view.elements if element.role in ROLES["text"])
    fresh = Reading(said, "\n".join(words for _, words in said))
    _readings[key] = ref(view, lambda _: _readings.pop(key, None)), fresh
    return fresh
