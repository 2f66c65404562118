"""A plan: a flow with the person's values, and nothing left open."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from walkout.errors import BadProfileError, BadUsageError
from walkout.flow.load import FlowFile
from walkout.flow.model import Flow, Way
from walkout.flow.steps import ValueName, is_built_in

ReasonFor = Callable[[str, str], str]


@dataclass(frozen=True)
class Attachment:
    """A file that a walk may upload: its name as the service sees it, its media type, its content."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Plan:
    """What a walk will do: the flow, the ways in to try in order, and the values it may type.

    reason_for: the reason for a country in a language, where the reason comes from a template; language: the one that
    it is in. attachments: the pictures that stand behind the value `screenshots`.
    """

    flow: Flow
    version: str
    ways: tuple[Way, ...]
    values: Mapping[ValueName, str] = field(repr=False)
    reason_for: ReasonFor | None = None
    language: str = ""
    attachments: tuple[Attachment, ...] = field(default=(), repr=False)

    def with_value(self, name: ValueName, value: str) -> "Plan":
        """The same plan after the person has changed one value.

        A reason that was made from a template names her country's law, so it changes with the country; one that she
        has written is hers.
        """
        changed = {**self.values, name: value}
        if name == "country" and self.reason_for is not None and "reason" in changed:
            changed["reason"] = self.reason_for(value, self.language)
        return replace(self, values=changed, reason_for=None if name == "reason" else self.reason_for)

    def in_language(self, language: str) -> "Plan":
        """The same plan with the reason in that language, where it comes from a template."""
        if self.reason_for is None or "reason" not in self.values or language == self.language:
            return self
        reason = self.reason_for(self.values.get("country", ""), language)
        return replace(self, values={**self.values, "reason": reason}, language=language)


def make_plan(
    file: FlowFile,
    values: Mapping[ValueName, str],
    way: str | None = None,
    reason_for: ReasonFor | None = None,
    *,
    language: str = "",
    attachments: tuple[Attachment, ...] = (),
) -> Plan:
    """A plan for that flow. `way`: only this way in. `reason_for`, `language`, `attachments`: see Plan.

    Raises BadProfileError where a value is missing, BadUsageError where the way is unknown.
    """
    flow = file.flow
    check_values(flow, flow.required, values)
    ways = ways_of(flow, way)
    wanted = {name: values[name] for name in flow.used if values.get(name, "").strip()}
    return Plan(flow, file.sha256, ways, wanted, reason_for, language, attachments if "screenshots" in wanted else ())


def ways_of(flow: Flow, way: str | None) -> tuple[Way, ...]:
    """That way in, or all of them. Raises BadUsageError where it is unknown."""
    names = [known.way for known in flow.ways]
    if way is not None and way not in names:
        raise BadUsageError(
            f"the flow {flow.flow} has no way in named {way!r}", remedy=f"Its ways in: {', '.join(names)}."
        )
    return tuple(known for known in flow.ways if way in (None, known.way))


def check_values(flow: Flow, needed: Iterable[ValueName], values: Mapping[ValueName, str]) -> None:
    """Raises BadProfileError where one of the values that are needed is missing."""
    missing = [name for name in needed if not values.get(name, "").strip()]
    if missing:
        lacks = "the profile has none" if any(map(is_built_in, missing)) else "there is no answer"
        raise BadProfileError(f"the flow {flow.flow} needs {', '.join(missing)}, and {lacks}", remedy=_remedy(missing))


def _remedy(missing: list[ValueName]) -> str:
    collected = "prompts" in missing or "screenshots" in missing
    kept = [name for name in missing if is_built_in(name) and name not in ("prompts", "screenshots")]
    hints = ["Run `walkout profile set`; it asks for what is missing."] if kept else []
    hints += ["`walkout evidence add` collects prompts and screenshots."] if collected else []
    asked = [name for name in missing if not is_built_in(name)]
    return " ".join([*hints, *(["Run this in a terminal; it asks for what the flow asks."] if asked else [])])
