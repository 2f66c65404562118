"""A plan: a flow with the person's values, and nothing left open."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from walkout.errors import BadProfileError, BadUsageError
from walkout.flow.load import FlowFile
from walkout.flow.model import Flow, ValueName, Way

ReasonFor = Callable[[str], str]


@dataclass(frozen=True)
class Plan:
    """What a walk will do: the flow, the ways in to try in order, and the values it may type.

    reason_for: the reason for a country, where the reason comes from a template.
    """

    flow: Flow
    version: str
    ways: tuple[Way, ...]
    values: Mapping[ValueName, str] = field(repr=False)
    reason_for: ReasonFor | None = None

    def with_value(self, name: ValueName, value: str) -> "Plan":
        """The same plan after the person has changed one value.

        A reason that was made from a template names her country's law, so it changes with the country; one that she
        has written is hers.
        """
        changed = {**self.values, name: value}
        if name == "country" and self.reason_for is not None and "reason" in changed:
            changed["reason"] = self.reason_for(value)
        return replace(self, values=changed, reason_for=None if name == "reason" else self.reason_for)


def make_plan(
    file: FlowFile, values: Mapping[ValueName, str], way: str | None = None, reason_for: ReasonFor | None = None
) -> Plan:
    """A plan for that flow. `way`: only this way in. `reason_for`: see Plan.

    Raises BadProfileError where a value is missing, BadUsageError where the way is unknown.
    """
    flow = file.flow
    missing = [name for name in flow.needs if not values.get(name, "").strip()]
    if missing:
        raise BadProfileError(
            f"the flow {flow.flow} needs {', '.join(missing)}, and the profile has none",
            remedy="Run `walkout profile set`; it asks for what is missing.",
        )
    names = [known.way for known in flow.ways]
    if way is not None and way not in names:
        raise BadUsageError(
            f"the flow {flow.flow} has no way in named {way!r}", remedy=f"Its ways in: {', '.join(names)}."
        )
    ways = tuple(known for known in flow.ways if way in (None, known.way))
    return Plan(flow, file.sha256, ways, {name: values[name] for name in flow.needs}, reason_for)
