"""The form of the person's values: what it holds, what is wrong with it, and the reason that comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from walkout.errors import BadProfileError
from walkout.flow.values import template_reason
from walkout.home.asked import Request
from walkout.profile.encrypted_file import MIN_PASSPHRASE
from walkout.profile.profile import MAX_REASON, MAX_SENTENCE, MIN_REASON, Profile, make_profile
from walkout.words.reasons import reason_languages
from walkout.words.speech import _
from walkout.words.territories import labels_in

FIELDS = ("country", "email", "own_sentence", "language", "reason", "first_name", "last_name")


@dataclass(frozen=True)
class ProfileForm:
    """The fields as they stand in the form. errors: field → what is wrong with it, in a sentence."""

    values: Mapping[str, str] = field(repr=False)
    passphrase: str = field(default="", repr=False)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def preview(self) -> str:
        """The reason that will be given; empty where none is known to be needed."""
        return self.values.get("reason") or self.made

    @property
    def made(self) -> str:
        """The reason of the template."""
        value = self.values.get
        return template_reason(value("country", ""), value("language", ""), value("own_sentence", ""))

    @property
    def to_keep(self) -> dict[str, str]:
        """The values to keep: a reason that she has not written comes from the template."""
        return {**self.values, "reason": self.preview}


def form_of(profile: Profile, language: str) -> ProfileForm:
    """The form with what is kept. language: of the page, for the reason of someone who is here for the first time."""
    values = {name: str(getattr(profile, name) or "") for name in FIELDS}
    if not profile.values:
        values["language"] = language if language in reason_languages() else "en"
    if values["reason"] == ProfileForm({**values, "reason": ""}).made:
        values["reason"] = ""
    return ProfileForm(values)


def read_form(request: Request, *, new_file: bool) -> ProfileForm:
    """The form as it was sent, with what is wrong. new_file: it must name a new passphrase."""
    values = {name: request.text(name) for name in FIELDS}
    values["country"] = values["country"].upper()
    errors = {name: words for name, words in _errors(values).items() if words}
    passphrase = request.form.get("passphrase", ("",))[0]
    if new_file:
        errors |= _passphrase_errors(passphrase, request.form.get("passphrase_again", ("",))[0])
    return ProfileForm(values, passphrase, errors)


def _errors(values: Mapping[str, str]) -> dict[str, str]:
    names = _("A name has at most 100 characters.")
    return {
        "country": "" if values["country"] in labels_in("en") else _("Please choose the country in which you live."),
        "email": ""
        if _fits("email", values["email"])
        else _("Please write your e-mail address, such as name@example.org.")
        if not values["email"]
        else _("This is not an e-mail address. One looks like name@example.org."),
        "own_sentence": ""
        if _fits_or_empty("own_sentence", values)
        else _("This is too long: at most {count} characters.").format(count=MAX_SENTENCE),
        "language": "" if values["language"] in reason_languages() else _("Please choose a language of the list."),
        "reason": ""
        if _fits_or_empty("reason", values)
        else _("A reason has {least} to {most} characters.").format(least=MIN_REASON, most=MAX_REASON),
        "first_name": "" if _fits_or_empty("first_name", values) else names,
        "last_name": "" if _fits_or_empty("last_name", values) else names,
    }


def _passphrase_errors(passphrase: str, again: str) -> dict[str, str]:
    if len(passphrase) < MIN_PASSPHRASE:
        words = _("Please choose a passphrase of at least {count} characters.")
        return {"passphrase": words.format(count=MIN_PASSPHRASE)}
    if passphrase != again:
        return {"passphrase_again": _("The two passphrases are not the same.")}
    return {}


def _fits_or_empty(name: str, values: Mapping[str, str]) -> bool:
    return not values[name] or _fits(name, values[name])


def _fits(name: str, value: str) -> bool:
    try:
        make_profile({name: value})
    except BadProfileError:
        return False
    return True
