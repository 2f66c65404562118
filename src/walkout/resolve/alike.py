"""How the values of a recorded element's traits are read, and how alike two of them are: 0 to 1, the same."""

import re
from collections.abc import Hashable
from functools import lru_cache
from math import exp, hypot, sqrt
from urllib.parse import urlsplit

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from walkout.view import Box
from walkout.words.normal import normal

SAME_WORD = 90
PICTURE_WORDS = frozenset(("icon", "image", "img", "logo", "picture"))
NUMBERED = re.compile(r"\d[A-Za-z]|^[:«]|^_r_")
flat = lru_cache(maxsize=50_000)(normal)


@lru_cache(maxsize=50_000)
def spoken(name: str) -> str:
    """A name's normal form without what it says twice, as of a picture and its caption, and words for pictures."""
    words = flat(name).split()
    words = [word for word in words if word not in PICTURE_WORDS] or words
    half = len(words) // 2
    return " ".join(words[:half] if words[:half] == words[half:] else words)


@lru_cache(maxsize=50_000)
def given(ident: str) -> str:
    """The id and name that a person gave, without digits; not what a machine numbered (`:R1euv3:`)."""
    return re.sub(r"\d+", "", " ".join(one for one in ident.split() if not NUMBERED.search(one)))


@lru_cache(maxsize=50_000)
def marks(ident: str, classes: str) -> frozenset[str]:
    """The words in an element's id, name and classes, which programmers give: `search-icon`, `btnSearch`."""
    apart = re.sub(r"([a-z])(?=[A-Z])", r"\1 ", f"{given(ident)} {classes}")
    return frozenset(re.findall("(?<![0-9a-z])[a-z]{3,}", apart.lower()))


def where(address: str) -> str:
    """An address without its query, `www.` and scheme."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return parts.netloc.removeprefix("www.") + parts.path.rstrip("/")


def steps(path: str) -> tuple[str, ...]:
    """The steps of a path, from the outside in."""
    return tuple(path.split("/")) if path else ()


def words_alike(old: str, new: str) -> float:
    """The same words count in any order, and for less where one says all that the other says and more."""
    if old == new:
        return 1.0
    best = max(fuzz.ratio(old, new), 0.95 * fuzz.token_sort_ratio(old, new), 0.85 * fuzz.token_set_ratio(old, new))
    return min(0.99, best / 100)


def exchanged(old: str, new: str) -> float:
    """The share of words that one name lost and the other has instead; the lesser of both, 0 where one only added."""
    olds, news = set(old.split()), set(new.split())
    return min(len(olds - news) / len(olds), len(news - olds) / len(news))


def lost_words(old: str, new: str) -> bool:
    """Whether the old words include one that the new ones do not have, not even in another form."""
    news = set(new.split())
    return any(
        max((fuzz.ratio(word, one) for one in news), default=0.0) < SAME_WORD for word in set(old.split()) - news
    )


def letters_alike(old: str, new: str) -> float:
    return 1.0 if old == new else min(0.99, fuzz.ratio(old, new) / 100)


def marks_alike(old: frozenset[str], new: frozenset[str]) -> float:
    return len(old & new) / sqrt(len(old) * len(new))


def sets_alike(old: frozenset[str], new: frozenset[str]) -> float:
    return len(old & new) / len(old | new)


def steps_alike(old: tuple[str, ...], new: tuple[str, ...]) -> float:
    return Indel.normalized_similarity(old, new)


def sentences_alike(old: tuple[str, str], new: tuple[str, str]) -> float:
    """Each side counts by itself: what comes before the element, what comes after it."""
    if old == new:
        return 1.0
    return min(0.99, sum(fuzz.ratio(a, b) for a, b in zip(old, new, strict=True)) / 200)


def places_alike(old: Box, new: Box) -> float:
    return exp(-hypot(old.x - new.x, old.y - new.y) / 300)


def sizes_alike(old: Box, new: Box) -> float:
    wide, high = sorted((old.width, new.width)), sorted((old.height, new.height))
    return (wide[0] + 1) / (wide[1] + 1) * (high[0] + 1) / (high[1] + 1)


def same(old: Hashable, new: Hashable) -> float:
    return float(old == new)


def shares_alike(old: float, new: float) -> float:
    return exp(-abs(old - new) * 10)
