"""What the words of the fixture pages mean, by fixtures/meta/meanings.yaml: told without the lexicon."""

import re
from collections.abc import Mapping
from functools import cache
from html import unescape

from pydantic import TypeAdapter
from ruamel.yaml import YAML

from walkout.dryrun.site_file import read_strings
from walkout.flow.targets import Target, describe
from walkout.shipped_files import shipped_folder

META = shipped_folder("fixtures") / "meta"


@cache
def _meanings() -> dict[str, str]:
    """Key of the pages' words → the target that it is, such as `link:right-to-object`."""
    told = YAML(typ="safe").load((META / "meanings.yaml").read_text("utf-8"))
    return {key: describe(TypeAdapter(Target).validate_python(target)) for key, target in told.items()}


@cache
def _words(language: str) -> Mapping[str, str]:
    """The words by key; the English ones stand in the pages themselves."""
    if language != "en":
        return read_strings(META / "strings", language)
    words: dict[str, str] = {}
    for page in META.glob("*/*.html"):
        for marked in re.finditer(r'<[^>]*\bdata-t="([^"]+)"[^>]*>([^<]*)<', page.read_text("utf-8")):
            words[marked[1]] = unescape(marked[2])
        for marked in re.finditer(r'([\w-]+)="([^"]*)" data-t-\1="([^"]+)"', page.read_text("utf-8")):
            words[marked[3]] = unescape(marked[2])
    return words


@cache
def words_for(target: str, language: str) -> tuple[str, ...]:
    """All words that the pages have for a target in a language. A button may be a link, and the other way round."""
    words = _words(language)
    concept = target.partition(":")[2]
    return tuple(words[key] for key, meant in _meanings().items() if meant.partition(":")[2] == concept)
