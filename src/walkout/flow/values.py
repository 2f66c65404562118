"""Personal values in the form in which flows use them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from walkout.errors import BadProfileError
from walkout.flow.asks import checked_answer
from walkout.flow.load import FlowFile
from walkout.flow.model import Flow
from walkout.flow.plan import Attachment
from walkout.flow.steps import VALUE_NAMES, BuiltIn, ValueName, is_built_in
from walkout.profile.evidence import EvidenceStore
from walkout.profile.profile import Profile, make_profile
from walkout.words.countries import country_code
from walkout.words.reasons import make_reason
from walkout.words.speech import _, _n


def checked_for(flow: Flow) -> Callable[[ValueName, str], str]:
    """What makes of a text the value that a walk of the flow uses. It raises BadProfileError."""

    def checked(name: ValueName, text: str) -> str:
        ask = flow.question(name)
        if ask is not None:
            return checked_answer(ask, text)
        return checked_value(name, text) if is_built_in(name) else text.strip()

    return checked


def checked_value(name: BuiltIn, text: str) -> str:
    """A value as it will be used: a country by its two letters, the others as given. Raises BadProfileError."""
    if name in ("prompts", "screenshots"):
        if name == "screenshots" or not text.strip():
            raise BadProfileError(_("this cannot be changed here."), remedy=_("`walkout evidence` changes it."))
        return text.strip()
    if name == "country":
        code = country_code(text)
        if code is None:
            raise BadProfileError(
                _("this is not the name of a country."), remedy=_("Write it in full, such as Ireland.")
            )
        return code
    try:
        return make_profile({name.replace("-", "_"): text}).values[name]
    except BadProfileError as error:
        if name != "email":
            raise
        raise BadProfileError(_("This is not an e-mail address. One looks like name@example.org.")) from error


def reason_maker(profile: Profile) -> Callable[[str, str], str] | None:
    """The template's reason for a country in a language, where the profile's reason comes from the template."""
    make = partial(make_reason, own_sentence=profile.own_sentence or "")
    if not profile.reason:
        return make
    try:
        made = make(profile.country or "", profile.language)
    except BadProfileError:  # there is no template for her country, so the reason is hers
        return None
    return make if profile.reason == made else None


def values_of(profile: Profile, needs: tuple[BuiltIn, ...] = ("reason",)) -> dict[ValueName, str]:
    """What a flow may type. A reason that is not in the profile is made from the template and her own sentence, where
    the flow needs one.

    Raises BadProfileError where no reason can be made for the country.
    """
    named: dict[ValueName, str] = {name: profile.values[name] for name in VALUE_NAMES if name in profile.values}
    if profile.country:
        named["country"] = checked_value("country", profile.country)
    if not profile.reason and profile.country and "reason" in needs:
        named["reason"] = make_reason(profile.country, profile.language, profile.own_sentence or "")
    return named


def evidence_of(store: EvidenceStore | None) -> tuple[dict[ValueName, str], tuple[Attachment, ...]]:
    """What was collected as values of a flow: the prompts as one text, and the pictures. Raises BadProfileError."""
    items = store.items() if store else []
    prompts = "\n\n".join(item.told for item in items if item.kind == "prompt")
    pictures = [item for item in items if item.kind == "screenshot"]
    attachments = tuple(
        Attachment(f"screenshot-{number}.{item.media_type.rpartition('/')[2]}", item.media_type, item.content)
        for number, item in enumerate(pictures, 1)
    )
    values: dict[ValueName, str] = {"prompts": prompts} if prompts else {}
    if attachments:
        values["screenshots"] = _n("{count} picture", "{count} pictures", len(attachments))
    return values, attachments


@dataclass(frozen=True)
class Values:
    """What a walk may type, and the pictures that it may upload."""

    texts: Mapping[ValueName, str] = field(repr=False)
    attachments: tuple[Attachment, ...] = field(default=(), repr=False)

    def with_answers(self, answers: Mapping[ValueName, str]) -> "Values":
        """The same, with the person's answers to what the flow asks."""
        return replace(self, texts={**self.texts, **answers})


def known_values(file: FlowFile, profile: Profile, evidence: EvidenceStore | None) -> Values:
    """What is kept of the person, as far as the flow can use it. Raises BadProfileError."""
    collected, attachments = evidence_of(evidence)
    return Values(collected | values_of(profile, file.flow.needs), attachments)


def template_reason(country: str, language: str, own_sentence: str) -> str:
    """The reason of our template; empty where there is no country, or no law that we know in it."""
    if not country:
        return ""
    try:
        return make_reason(country, language or "en", own_sentence)
    except BadProfileError:
        return ""
