"""Personal values in the form in which flows use them."""

from collections.abc import Callable
from functools import partial

from walkout.errors import BadProfileError
from walkout.flow.model import ValueName
from walkout.profile.profile import Profile, make_profile
from walkout.words.countries import country_code
from walkout.words.reasons import make_reason


def checked_value(name: ValueName, text: str) -> str:
    """A value as it will be used: a country by its two letters, the others as given. Raises BadProfileError."""
    if name == "country":
        code = country_code(text)
        if code is None:
            raise BadProfileError("this is not the name of a country.", remedy="Write it in full, such as Ireland.")
        return code
    return make_profile({name: text}).values[name]


def reason_maker(profile: Profile) -> Callable[[str], str] | None:
    """The template's reason for a country, where the profile's reason comes from the template."""
    make = partial(make_reason, language=profile.language, own_sentence=profile.own_sentence or "")
    if not profile.reason:
        return make
    try:
        made = make(profile.country or "")
    except BadProfileError:  # there is no template for her country, so the reason is hers
        return None
    return make if profile.reason == made else None


def values_of(profile: Profile) -> dict[ValueName, str]:
    """What a flow may type. A reason that is not in the profile is made from the template and her own sentence.

    Raises BadProfileError where no reason can be made for the country.
    """
    named: dict[ValueName, str] = {}
    if profile.country:
        named["country"] = checked_value("country", profile.country)
    if profile.email:
        named["email"] = profile.email
    if profile.reason:
        named["reason"] = profile.reason
    elif profile.country:
        named["reason"] = make_reason(profile.country, profile.language, profile.own_sentence or "")
    return named
