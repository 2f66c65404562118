"""The questions of a flow while it is made: each field without a value of walkout's has one, under its own name."""

from walkout.flow.asks import Ask
from walkout.flow.steps import ChooseStep, FillStep, Step, ValueName
from walkout.flow.targets import describe
from walkout.record.doing import Part


class Asked:
    """Gathers questions. Fields of the same meaning share one."""

    def __init__(self) -> None:
        self._by_field: dict[str, Ask] = {}

    @property
    def questions(self) -> tuple[Ask, ...]:
        return tuple(self._by_field.values())

    def with_question(self, step: Step, part: Part) -> Step:
        """The step of an act, whose value is the name under which its question is asked."""
        ask = part.ask
        if ask is None or part.target is None or not isinstance(step, ChooseStep | FillStep):
            return step
        field = describe(part.target)
        if field not in self._by_field:
            taken = {one.ask for one in self._by_field.values()}
            name = next(one for one in _names(ask.ask) if one not in taken)
            self._by_field[field] = ask.model_copy(update={"ask": name})
        return _with_value(step, self._by_field[field].ask)


def _with_value(step: ChooseStep | FillStep, name: ValueName) -> Step:
    match step:
        case ChooseStep():
            return ChooseStep(choose=step.choose.model_copy(update={"value": name}))
        case FillStep():
            return FillStep(fill=step.fill.model_copy(update={"value": name}))


def _names(wanted: str) -> list[str]:
    return [wanted, *(f"{wanted}-{number}" for number in range(2, 40))]
