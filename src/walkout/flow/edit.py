"""Change a flow file where a target stands, and nowhere else: comments, order and layout stay as they are."""

import json
from collections.abc import Iterator

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from walkout.flow.targets import Target, Words, concept_in, meaning_of, role_of

PLACES = ("known_by", "steps")


def with_words(text: str, page: str, target: Target, words: str) -> str:
    """The flow's text, in which a target of a page also goes by these words, in its steps and where it makes it known.

    Raises KeyError where the page has no such target.
    """
    changed = _with_words_in(target, words)
    spans = [(node.start_mark.index, node.end_mark.index) for node in _meanings(text, page, target)]
    if not spans:
        raise KeyError(f"page {page} has no target {target}")
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + changed + text[end:]
    return text


def added_words(target: Target, words: str) -> Target:
    """The same target, which also goes by these words."""
    return type(target)(**{role_of(target): _both(target, words)})


def _both(target: Target, words: str) -> Words:
    meaning = meaning_of(target)
    known = meaning.words if isinstance(meaning, Words) else ()
    return Words(concept=concept_in(meaning) or None, words=(*known, words))


def _with_words_in(target: Target, words: str) -> str:
    """The new meaning as it is written in YAML, on one line."""
    meaning = _both(target, words)
    concept = f"concept: {meaning.concept}, " if meaning.concept else ""
    return f"{{{concept}words: [{', '.join(json.dumps(one, ensure_ascii=False) for one in meaning.words)}]}}"


def _meanings(text: str, page: str, target: Target) -> Iterator[Node]:
    """The nodes of the target's meaning on the page."""
    root = YAML(typ="rt").compose(text)
    for one in _items(_value(root, "pages")):
        name = _value(one, "page")
        if not isinstance(name, ScalarNode) or name.value != page:
            continue
        for place in PLACES:
            for item in _items(_value(one, place)):
                yield from _in_item(item, target)


def _in_item(item: Node, target: Target) -> Iterator[Node]:
    """A target itself, or the one that a step acts on."""
    role = role_of(target)
    for node in (item, *(value for _, value in item.value if isinstance(item, MappingNode))):
        meaning = _value(node, role)
        if meaning is not None and _is_meaning(meaning, target):
            yield meaning


def _is_meaning(node: Node, target: Target) -> bool:
    meaning = meaning_of(target)
    if isinstance(node, ScalarNode):
        return bool(node.value == meaning)
    if not isinstance(meaning, Words):
        return False
    concept = _value(node, "concept")
    words = tuple(one.value for one in _items(_value(node, "words")))
    return words == meaning.words and (concept.value if concept else None) == meaning.concept


def _value(node: Node | None, key: str) -> Node | None:
    if not isinstance(node, MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _items(node: Node | None) -> list[Node]:
    return list(node.value) if isinstance(node, SequenceNode) else []
