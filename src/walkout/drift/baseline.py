"""What the pages of a flow looked like when it was last seen to work, kept beside the flow in a JSON file.

It holds nothing of a person: names and texts are masked before they come here, and nothing that a field holds, nor an
address's query, is part of it.
"""

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, PlainSerializer, PlainValidator, ValidationError

from walkout.errors import BadFlowError
from walkout.flow.targets import Part
from walkout.resolve.recorded import Recorded
from walkout.settings import write_private
from walkout.view import Box

ABOUT = "Written by walkout: what the pages of this flow looked like. `walkout check` compares, `walkout heal` renews."
SUFFIX = ".baseline.json"
LARGEST_BYTES = 16 * 1024 * 1024


def _read(plain: Any) -> Recorded:
    if isinstance(plain, Recorded):
        return plain
    try:
        return Recorded.from_plain(plain)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"this is no recorded element ({error})") from error


RecordedPart = Annotated[Recorded, PlainValidator(_read), PlainSerializer(Recorded.to_plain)]


class FieldSeen(Part):
    """A field of a page: what it is called, its role, and whether the page marks it as required."""

    label: str
    role: str
    required: bool = False


class TextSeen(Part):
    """The text of a notice or policy, paragraph by paragraph, with the SHA-256 of it all (hex)."""

    sha256: str
    paragraphs: tuple[str, ...]


class PageSeen(Part):
    """A page: what it is known by, what is acted on there, its fields and, of a notice, its text.

    Targets are written as `describe` writes them. address: without query.
    """

    address: str
    known_by: dict[str, RecordedPart] = Field(default_factory=dict)
    targets: dict[str, RecordedPart] = Field(default_factory=dict)
    fields: tuple[FieldSeen, ...] = ()
    text: TextSeen | None = None


class Seen(Part):
    """What was seen at one place in one language.

    ways: the pages that each way in leads over, in their order. ends: how the walk of each ended.
    """

    date: date
    ways: dict[str, tuple[str, ...]]
    ends: dict[str, str] = Field(default_factory=dict)
    pages: dict[str, PageSeen]

    def with_ways(self, newer: "Seen") -> "Seen":
        """The same with the ways and pages of a newer look in place of those before."""
        return Seen(
            date=newer.date,
            ways={**self.ways, **newer.ways},
            ends={**self.ends, **newer.ends},
            pages={**self.pages, **newer.pages},
        )

    def is_as(self, other: "Seen") -> bool:
        """Whether nothing but the date differs."""
        return (self.ways, self.ends, self.pages) == (other.ways, other.ends, other.pages)


class Baseline(Part):
    """Of one flow, by source (`live`, or `fixture` and its variant) and language, what was seen there."""

    about: str = ABOUT
    format: Literal[1] = 1
    flow: str
    seen: dict[str, dict[str, Seen]] = Field(default_factory=dict)

    def at(self, source: str, language: str) -> Seen | None:
        """What was seen there, if anything."""
        return self.seen.get(source, {}).get(language)

    def records(self, page: str, target: str, language: str) -> list[Recorded]:
        """What is known of a target of a page in a language, whatever the source."""
        seen = (of[language].pages.get(page) for of in self.seen.values() if language in of)
        return [one.targets[target] for one in seen if one is not None and target in one.targets]

    def with_seen(self, source: str, language: str, seen: Seen) -> "Baseline":
        """The same with that in place of what was seen there before. Where it is no other, the old date stays."""
        known = self.at(source, language)
        if known is not None and known.is_as(seen):
            return self
        told = {**self.seen, source: {**self.seen.get(source, {}), language: seen}}
        return self.model_copy(update={"seen": told})

    def joined(self, other: "Baseline") -> "Baseline":
        """Both; where both have seen the same place in the same language, the other counts."""
        sources = {*self.seen, *other.seen}
        seen = {one: {**self.seen.get(one, {}), **other.seen.get(one, {})} for one in sources}
        return self.model_copy(update={"seen": seen})

    @property
    def sha256(self) -> str:
        """Of the file's text: a heal is good only for the baseline that it was made from."""
        return hashlib.sha256(as_text(self).encode()).hexdigest()


def baseline_file(flow_file: Path) -> Path:
    """Where the baseline of a flow file lies: beside it."""
    return flow_file.with_name(f"{flow_file.stem}{SUFFIX}")


def own_baseline_file(folder: Path, flow: str) -> Path:
    """Where what a person's own walks have seen is kept: in a folder that is hers alone."""
    return folder / f"{flow.replace('/', '-')}{SUFFIX}"


def load_baseline(file: Path, flow: str) -> Baseline:
    """The baseline of a file; an empty one where there is none. Raises BadFlowError."""
    if not file.is_file():
        return Baseline(flow=flow, seen={})
    remedy = "`walkout dry-run FLOW --baseline` writes it anew, once this file is out of the way."
    try:
        if file.stat().st_size > LARGEST_BYTES:
            raise BadFlowError("the baseline is too large to be one", where=str(file), remedy=remedy)
        baseline = Baseline.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        what = error.errors()[0] if isinstance(error, ValidationError) else {"msg": str(error), "loc": ()}
        place = ".".join(str(part) for part in what["loc"])
        raise BadFlowError(
            f"not a baseline: {place + ': ' if place else ''}{what['msg']}", where=str(file), remedy=remedy
        ) from error
    if baseline.flow != flow:
        raise BadFlowError(f"this is the baseline of {baseline.flow}, not of {flow}", where=str(file), remedy=remedy)
    return baseline


def as_text(baseline: Baseline) -> str:
    """The file's text: sorted and indented, so that a change shows as a small diff."""
    plain = baseline.model_dump(mode="json", exclude_defaults=True)
    whole = {"about": baseline.about, "format": baseline.format, **plain}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def save_baseline(file: Path, baseline: Baseline, *, private: bool = False) -> None:
    """Write the file whole or not at all. private: for the person alone (0600).

    Raises BadFlowError where that cannot be done.
    """
    try:
        write_private(file, as_text(baseline))
        if not private:
            file.chmod(0o644)
    except OSError as error:
        raise BadFlowError(
            f"the baseline cannot be written ({error.strerror})",
            where=str(file),
            remedy="Copy the flow file to a folder of your own, and name it by its path.",
        ) from error


def slim(recorded: Recorded) -> Recorded:
    """A record without what changes from look to look, and without a list's entries."""
    element = recorded.element
    box = Box(*(round(side) for side in element.box))
    kept = replace(element, frame=0, index=0, options=(), filled=False, checked=False, box=box)
    return replace(recorded, element=kept)
