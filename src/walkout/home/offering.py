"""Which flows are offered to the person, and what a walk of them still needs."""

from dataclasses import dataclass

from walkout.flow.choosing import fit_of
from walkout.flow.model import Flow
from walkout.flow.steps import ValueName
from walkout.home.naming import country
from walkout.home.state import Offer, State
from walkout.words.speech import _


@dataclass(frozen=True)
class Group:
    """Flows of one kind: heading, a sentence, and the offers."""

    heading: str
    sentence: str
    offers: tuple[Offer, ...]


def missing_values(state: State, flow: Flow) -> list[ValueName]:
    """What a walk cannot do without and the profile has not. A reason is made by the template."""
    return [name for name in flow.needs if name not in (*state.profile.values, "reason", "prompts", "screenshots")]


def lacks_evidence(state: State, flow: Flow) -> bool:
    """Whether the flow needs collected prompts, and there are none."""
    wanted = {"prompts": "prompt", "screenshots": "screenshot"}
    there = {one.kind for one in state.collected()} if set(wanted) & set(flow.needs) else set()
    return any(kind not in there for name, kind in wanted.items() if name in flow.needs)


def groups(state: State) -> list[Group]:
    """The offers as the home page shows them: of the shipped ones those that fit, then the others."""
    code = state.profile.country
    shipped = [one for one in state.offers if one.file.is_shipped]

    def fitting(kind: str) -> tuple[Offer, ...]:
        flows = (one for one in shipped if one.file.flow.kind == kind)
        return tuple(one for one in flows if fit_of(one.file.flow, code) != "elsewhere")

    found = [
        Group(_("Object"), _object_words(code), fitting("objection")),
        Group(_("Ask"), _ask_words(code if not fitting("objection") else None), fitting("request")),
        Group(
            _("Change a setting"),
            _("walkout opens the place in your account. You press the last button yourself; nothing is sent."),
            fitting("guide"),
        ),
        Group(
            _("From elsewhere"),
            _("These did not come with walkout. Before the first run you see what they may touch."),
            tuple(one for one in state.offers if not one.file.is_shipped),
        ),
    ]
    return [group for group in found if group.offers]


def _object_words(code: str | None) -> str:
    if code:
        return _("Where you live ({country}), you have a right to object.").format(country=country(code))
    return _("In the EU, the EEA, the United Kingdom, Switzerland and Brazil you have a right to object.")


def _ask_words(without_right: str | None) -> str:
    if without_right:
        words = _("Where you live ({country}), no right to object is known. You can ask, and the service may refuse.")
        return words.format(country=country(without_right))
    return _("This is a request, and the service may refuse it.")
