"""The format of `site.yaml`, which describes a fixture site, and its loader. See docs/fixtures.md."""

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from walkout.dryrun.site_rules import Address, Name, Part, Rule
from walkout.errors import BadFlowError
from walkout.flow.load import line_of, plain_data
from walkout.flow.steps import ValueName
from walkout.walk.outcome import Name as OutcomeName

LARGEST_BYTES = 256 * 1024
REMEDY = "docs/fixtures.md tells the format of a fixture site."

FileName = Annotated[str, Field(pattern=r"^(\.\./[a-z0-9-]+/)?[a-z0-9-]+\.(html|js)$", max_length=120)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
Sends = Literal["code", "link", "nothing"]
Sentence = Annotated[str, Field(min_length=3, max_length=400)]


class Known(Part):
    """Something that is known of the real pages, and where it is known from."""

    claim: Sentence
    source: Sentence


class Fault(Part):
    """Something that goes wrong when it is switched on.

    by: whether the site misbehaves, or the person does (then the site only answers truthfully).
    outcome: what a walk is expected to end with. asks: it ends so because the person is asked, and stops.
    login_steps: pages that come between login and what was asked for; lands: where the login leads instead.
    over: pieces that are laid over pages. in_other_language: pages that are not in the language of the others (English,
    or German among English ones); says_other_language: all pages say that they are in a language in which they are not.
    The other keys are what the fault changes in the site.
    """

    description: Sentence
    outcome: OutcomeName
    by: Literal["site", "person"] = "site"
    pages: dict[Name, FileName] = Field(default_factory=dict)
    scripts: dict[Name, FileName] = Field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    leads: dict[str, Address] = Field(default_factory=dict)
    countries: tuple[Country, ...] = ()
    delay_ms: Annotated[int, Field(ge=0, le=10_000)] = 0
    signed_out: bool = False
    login_steps: tuple[Name, ...] = ()
    lands: Address | None = None
    sends: Sends | None = None
    mail: Name | None = None
    lost_mails: Annotated[int, Field(ge=0, le=20)] = 0
    over: dict[Name, FileName] = Field(default_factory=dict)
    in_other_language: tuple[Name, ...] = ()
    says_other_language: bool = False
    stands_in: dict[ValueName, str] = Field(default_factory=dict)


class SiteFile(Part):
    """One `site.yaml`. With `extends`, what it does not say is taken from that folder's file.

    regions, date: where and when such pages are reported. stands_in: values of the rehearsal's person. outcome: what a
    walk without faults ends with. ways: the ways in that these pages have. leaves_out: faults of the other file that
    make no sense here; keeps: the only ones of them that do.
    """

    site: Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=80)]
    variant: Name
    title: Sentence
    regions: tuple[Annotated[str, Field(pattern=r"^[A-Z]{2,3}$")], ...] = ()
    date: Annotated[str, Field(pattern=r"^20[0-9]{2}(-[01][0-9])?( to (20[0-9]{2}(-[01][0-9])?|now))?$")] = ""
    sends: Sends = "code"
    stands_in: dict[ValueName, str] = Field(default_factory=dict)
    outcome: OutcomeName = "submitted"
    ways: tuple[Name, ...] = ()
    leaves_out: tuple[Name, ...] = ()
    keeps: tuple[Name, ...] = ()
    extends: Annotated[str, Field(pattern=r"^\.\./[a-z0-9-]+$")] | None = None
    strings: Annotated[str, Field(pattern=r"^\.\./[a-z0-9-]+$")] | None = None
    languages: tuple[Language, ...] = ()
    countries: tuple[Country, ...] = ()
    known: tuple[Known, ...] = ()
    guessed: tuple[Sentence, ...] = ()
    login: Name | None = None
    mail: Name | None = None
    pages: dict[Name, FileName] = Field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    faults: dict[Name, Fault] = Field(default_factory=dict)

    def over(self, base: "SiteFile") -> "SiteFile":
        """This file laid over the one that it extends. Its own rules come first."""
        own = {key: getattr(self, key) for key in self.model_fields_set}
        joined = {
            "known": base.known + self.known,
            "guessed": base.guessed + self.guessed,
            "rules": self.rules + base.rules,
            "pages": {**base.pages, **self.pages},
            "faults": {**self._faults_of(base), **self.faults},
        }
        return base.model_copy(update={**own, **joined})

    def _faults_of(self, base: "SiteFile") -> dict[str, Fault]:
        """Those of the other file that make sense here. What does not keep a walk from its end there does not here."""
        kept = {name: fault for name, fault in base.faults.items() if name not in self.leaves_out}
        if self.keeps:
            kept = {name: fault for name, fault in kept.items() if name in self.keeps}
        return {
            name: fault.model_copy(update={"outcome": self.outcome}) if fault.outcome == base.outcome else fault
            for name, fault in kept.items()
        }


def read_site_file(folder: Path) -> tuple[SiteFile, tuple[Path, ...]]:
    """The whole of a fixture site's description, and the folders its files are looked for in, its own first.

    Raises BadFlowError for a file that is missing, is not readable, or is not what the format asks for.
    """
    own = _read_one(folder)
    if own.extends is None:
        return own, (folder,)
    base_folder = (folder / own.extends).resolve()
    base = _read_one(base_folder)
    if base.extends is not None:
        raise BadFlowError("only one step of `extends` is possible", where=str(folder / "site.yaml"), remedy=REMEDY)
    return own.over(base), (folder, base_folder)


def _read_one(folder: Path) -> SiteFile:
    path = folder / "site.yaml"
    return _parse(path, _read_bytes(path))


def _read_bytes(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadFlowError(f"cannot be read ({error.strerror})", where=str(path), remedy=REMEDY) from error
    if len(raw) > LARGEST_BYTES:
        raise BadFlowError(f"is larger than {LARGEST_BYTES // 1024} KiB", where=str(path), remedy=REMEDY)
    return raw


@lru_cache(maxsize=32)
def _parse(path: Path, raw: bytes) -> SiteFile:
    try:
        data = plain_data(raw.decode("utf-8"))
        return SiteFile.model_validate(data)
    except ValidationError as error:
        lines = [f"{path}:{line_of(data, item['loc'])}: {_in_words(item)}" for item in error.errors()]
        raise BadFlowError("\n".join(lines), remedy=REMEDY) from error
    except UnicodeDecodeError as error:
        raise BadFlowError("is not UTF-8 text", where=str(path), remedy=REMEDY) from error
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "not readable as YAML"
        raise BadFlowError(str(problem), where=f"{path}{line}", remedy=REMEDY) from error


def _in_words(item: Any) -> str:
    key = next((str(part) for part in reversed(item["loc"]) if isinstance(part, str)), "")
    if item["type"] == "extra_forbidden":
        return f"unknown key {key!r}"
    return f"the key {key!r} is missing" if item["type"] == "missing" else f"{key!r}: {item['msg']}"


def read_strings(folder: Path, language: str) -> dict[str, str]:
    """The words of the pages in a language, by key. Raises BadFlowError."""
    path = folder / f"{language}.yaml"
    return _parse_strings(path, _read_bytes(path))


@lru_cache(maxsize=32)
def _parse_strings(path: Path, raw: bytes) -> dict[str, str]:
    try:
        data = YAML(typ="safe").load(raw.decode("utf-8"))
    except (UnicodeDecodeError, YAMLError) as error:
        raise BadFlowError("the words cannot be read", where=str(path), remedy=REMEDY) from error
    if not isinstance(data, dict) or not all(isinstance(part, str) for pair in data.items() for part in pair):
        raise BadFlowError("is not a mapping of keys to words", where=str(path), remedy=REMEDY)
    return data
