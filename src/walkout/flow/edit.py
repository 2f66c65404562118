"""Change a flow file where a target stands, and nowhere else: comments, order and layout stay as they are."""

import json
from collections.abc import Iterator, Sequence

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


def with_block(text: str, key: str, block: str, after: str = "") -> str:
    """The flow's text with one more entry at the end of a list, each of whose entries has lines of its own.

    block: the lines of the entry, as they stand in the file. after: the key below which the list begins, where the flow
    has none yet. Raises KeyError where it has neither.
    """
    node = _value(_root(text), key)
    if node is not None:
        return _inserted(text, _end_of(node, text), block)
    before = _value(_root(text), after)
    if before is None:
        raise KeyError(f"the flow has neither {key} nor {after or 'a key to put it below'}")
    return _inserted(text, _end_of(before, text), f"{key}:\n{block}")


def with_list_value(text: str, key: str, values: Sequence[str], after: str = "ways") -> str:
    """The flow's text with another list of plain values for a key, on one line."""
    line = f"[{', '.join(values)}]"
    node = _value(_root(text), key)
    if node is None:
        before = _value(_root(text), after)
        if before is None:
            raise KeyError(f"the flow has neither {key} nor {after}")
        return _inserted(text, _end_of(before, text), f"{key}: {line}")
    start, end = node.start_mark.index, _end_of(node, text)
    return text[:start] + line + text[end:]


def with_step(text: str, page: str, step: str, before: int) -> str:
    """The flow's text with one more step on a page. step: as it stands in the file, from its dash on, with its lines
    indented by eight. before: the number of the step, from 0, above which it comes; their count: at the end.

    Raises KeyError where there is no such page with steps.
    """
    steps = next((_value(one, "steps") for one in _items(_value(_root(text), "pages")) if _named(one) == page), None)
    items = _items(steps)
    if not items:
        raise KeyError(f"page {page} has no steps")
    if before >= len(items):
        return _inserted(text, _end_of(items[-1], text), f"      {step}")
    start = text.rindex("\n", 0, items[before].start_mark.index) + 1
    return f"{text[:start]}      {step}\n{text[start:]}"


def _root(text: str) -> Node:
    root: Node = YAML(typ="rt").compose(text)
    return root


def _named(page: Node) -> str:
    name = _value(page, "page")
    return str(name.value) if isinstance(name, ScalarNode) else ""


def _end_of(node: Node, text: str) -> int:
    """Where a part ends, without the blank lines and comments that follow it."""
    if not isinstance(node, MappingNode | SequenceNode) or node.flow_style:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end_of(last[1] if isinstance(node, MappingNode) else last, text) if node.value else node.end_mark.index


def _inserted(text: str, at: int, lines: str) -> str:
    """The lines below the one that ends at a place, be there a comment behind it."""
    end = text.find("\n", at)
    head, tail = (text, "") if end < 0 else (text[:end], text[end + 1 :])
    return f"{head}\n{lines}\n{tail}"
