"""The person's values, checked."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

from email_validator import EmailNotValidError, validate_email
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
)

from walkout.errors import BadProfileError
from walkout.masking import Masker
from walkout.profile.vault import Vault
from walkout.settings import Settings
from walkout.words.speech import _

MIN_REASON = 20  # characters; below that no reason says anything about a particular situation
MAX_REASON = 4000
MAX_SENTENCE = 1000
MAX_NAME = 100


def _what_is_asked(name: str) -> str:
    """What a value must be like."""
    return {
        "country": _("a country, kept as its two letters (ISO 3166-1), such as DE"),
        "email": _("an e-mail address, such as name@example.org"),
        "reason": _("a reason of {least} to {most} characters", least=MIN_REASON, most=MAX_REASON),
        "own_sentence": _("a sentence of at most {most} characters", most=MAX_SENTENCE),
        "first_name": _("a name of at most {most} characters", most=MAX_NAME),
        "last_name": _("a name of at most {most} characters", most=MAX_NAME),
        "language": _("a language's two letters (ISO 639-1), such as de"),
    }.get(name, _("another value"))


def _checked_email(text: str) -> str:
    try:
        # Nothing may be asked of a name server: it would learn of the address.
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        raise ValueError("not an e-mail address") from None


def _upper(value: Any) -> Any:
    return value.strip().upper() if isinstance(value, str) else value


Country = Annotated[str, BeforeValidator(_upper), StringConstraints(pattern=r"^[A-Z]{2}$")]
Email = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254), AfterValidator(_checked_email)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=MIN_REASON, max_length=MAX_REASON)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_SENTENCE)]
PersonName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_NAME)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]


class Profile(BaseModel):
    """The person's values; None: not given. Its text and repr are masked.

    country: ISO 3166-1 alpha-2. language: the language in which reasons are made. evidence_key: opens what is kept by
    `walkout evidence`.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    country: Country | None = None
    email: Email | None = None
    reason: Reason | None = None
    own_sentence: Sentence | None = None
    first_name: PersonName | None = None
    last_name: PersonName | None = None
    language: Language = Field(default="en")
    evidence_key: SecretStr | None = None

    @property
    def values(self) -> dict[str, str]:
        """What a flow may type, by the names that flows use; those that are there."""
        named = {
            "country": self.country,
            "email": self.email,
            "reason": self.reason,
            "first-name": self.first_name,
            "last-name": self.last_name,
        }
        return {name: value for name, value in named.items() if value is not None}

    def missing(self, names: Iterable[str]) -> list[str]:
        """Which of these values are not there."""
        return [name for name in names if name not in self.values]

    def masker(self) -> Masker:
        """A masker of all values of the profile."""
        own = {"own_sentence": self.own_sentence} if self.own_sentence else {}
        return Masker({**self.values, **own})

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        masker = self.masker()
        for name in type(self).model_fields:
            yield name, self.language if name == "language" else masker.hint(name.replace("_name", "-name"))

    def __str__(self) -> str:
        return repr(self)


def make_profile(values: Mapping[str, object], where: str | None = None) -> Profile:
    """A profile of these values, which come from `where`.

    Raises BadProfileError, which names the values that are wrong and shows none.
    """
    try:
        return Profile.model_validate(dict(values))
    except ValidationError as error:
        wrong = sorted({str(part["loc"][0]) for part in error.errors()})
        raise BadProfileError(
            _("not valid: {wrong}", wrong=", ".join(wrong)),
            where=_("profile") if where is None else where,
            remedy="\n".join(f"{name}: {_what_is_asked(name)}" for name in wrong),
        ) from None


def load_profile(vault: Vault | None, settings: Settings) -> Profile:
    """The kept values, and those of the settings on top. vault None: nothing is kept anywhere.

    Raises BadProfileError: a value is not valid, or the vault does not open.
    """
    on_top = overrides(settings)
    make_profile(on_top, _("WALKOUT_… in the environment or .env"))  # so that an error names the right place
    kept = vault.read() if vault else None
    return make_profile({**(kept or {}), **on_top})


def save_profile(vault: Vault, profile: Profile) -> None:
    """Keep all values in that vault. Raises BadProfileError."""
    kept = profile.model_dump(exclude_none=True, exclude={"evidence_key"})
    if profile.evidence_key is not None:
        kept["evidence_key"] = profile.evidence_key.get_secret_value()
    vault.write(kept)


def overrides(settings: Settings) -> dict[str, str]:
    """The personal values that the environment or `.env` sets."""
    found: dict[str, str] = {}
    for name in Profile.model_fields:
        value = getattr(settings, name, None)
        if value is not None:
            found[name] = value.get_secret_value() if isinstance(value, SecretStr) else value
    return found
