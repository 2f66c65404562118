"""Taking personal values out of texts."""

import html
import json
import string
import time
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walkout.masking import WITHHELD, Masker

pytestmark = pytest.mark.promise(6)

EMAIL = "anna.o'neil+ai@exämple.org"
REASON = (
    "I object, as I paint for a living & show my work there.\n"
    'My customers should not get "my style" from a machine. Please stop.'
)
FULL = Masker({"email": EMAIL, "reason": REASON, "country": "DE"})

locals_ = st.text(string.ascii_letters + string.digits + "._+-'", min_size=1, max_size=20)
hosts = st.from_regex(r"[a-z]{2,12}\.(org|com|co\.uk)", fullmatch=True)
emails = st.builds("{}@{}".format, locals_, hosts)
sentences = st.text(string.ascii_letters + " ,.!?äöü&\"'<>é\n", min_size=20, max_size=200).map(str.strip)
reasons = sentences.filter(lambda text: len(text) >= 20)
around = st.text(max_size=30)


@given(
    value=emails,
    before=around,
    after=around,
    change=st.sampled_from([str, str.upper, str.lower, str.swapcase]),
)
def test_no_email_is_left(value: str, before: str, after: str, change: type[str]) -> None:
    """A masked text never holds the e-mail, in whatever letter case."""
    masked = Masker({"email": value}).mask(before + change(value) + after)
    assert value.casefold() not in masked.casefold()


@given(value=reasons, before=around, after=around)
@settings(max_examples=60)
def test_no_reason_is_left(value: str, before: str, after: str) -> None:
    """A masked text never holds the reason."""
    assert value not in Masker({"reason": value}).mask(before + value + after)


@given(
    values=st.dictionaries(st.sampled_from("abcd"), st.text(min_size=1, max_size=12), max_size=4),
    text=st.text(),
)
@settings(max_examples=150)
def test_no_value_of_any_kind_is_left(values: dict[str, str], text: str) -> None:
    """However odd the values are, and however they overlap, none of four or more characters is left."""
    mixed = text + "".join(values.values()) + text
    masked = Masker(values).mask(mixed)
    assert not [value for value in values.values() if len(value.strip()) >= 4 and value.strip() in masked]


@given(
    value=emails,
    code=st.from_regex(r"[0-9]{6}", fullmatch=True),
    letters=st.text(string.ascii_letters, max_size=9),
)
def test_no_code_is_left(value: str, code: str, letters: str) -> None:
    """A six-digit code is masked beside words, values and in addresses."""
    text = f"{letters}{code}{letters} {value} ?code={code}&x=%20{code}"
    assert code not in Masker({"email": value}).mask(text)


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(lambda value: value, id="plain"),
        pytest.param(lambda value: quote(value, safe=""), id="percent"),
        pytest.param(lambda value: quote(value, safe="").lower(), id="percent-lower"),
        pytest.param(quote_plus, id="form"),
        pytest.param(lambda value: quote(quote(value)), id="percent-twice"),
        pytest.param(html.escape, id="html"),
        pytest.param(
            lambda value: "".join(f"&#{ord(letter)};" if not letter.isalnum() else letter for letter in value),
            id="dec",
        ),
        pytest.param(
            lambda value: "".join(f"&#x{ord(letter):X};" if not letter.isalnum() else letter for letter in value),
            id="hex",
        ),
        pytest.param(json.dumps, id="json"),
        pytest.param(lambda value: json.dumps(value, ensure_ascii=False), id="json-utf-8"),
        pytest.param(lambda value: " ".join(value.split()), id="one-line"),
        pytest.param(lambda value: value.replace("\n", "\r\n").replace(" ", "\u00a0"), id="other-blanks"),
    ],
)
@pytest.mark.parametrize(("name", "value"), [("email", EMAIL), ("reason", REASON)])
def test_every_spelling_is_found(form, name: str, value: str) -> None:  # type: ignore[no-untyped-def]
    """A value is masked in the spellings of addresses, HTML and JSON."""
    masked = FULL.mask(f"before {form(value)} after")
    assert masked.replace('"', "") == f"before [{name}] after"


def test_the_ascii_form_of_a_host_is_found() -> None:
    """An e-mail whose host has other letters is also found as name servers write it."""
    assert FULL.mask("to anna.o'neil+ai@xn--exmple-cua.org") == "to [email]"


def test_a_reason_is_found_sentence_by_sentence() -> None:
    """A long sentence of the reason is masked alone; a short phrase of it stays, as it is nobody's own."""
    assert (
        FULL.mask("wrote: I object, as I paint for a living & show my work there. Thanks") == "wrote: [reason] Thanks"
    )
    assert FULL.mask("Please stop. Or not.") == "Please stop. Or not."


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Code 123456.", "Code [code]."),
        ("123 456 or 123-456", "[code] or [code]"),
        ("1 2 3 4 5 6", "[code]"),
        ("FB-123456", "FB-[code]"),
        ("١٢٣٤٥٦", "[code]"),
        ("2026-11-22, 12:30:45", "2026-11-22, 12:30:45"),
        ("/help/contact/6359191084165019", "/help/contact/6359191084165019"),
        ("12345 and 1234567", "12345 and 1234567"),
    ],
)
def test_codes_and_other_numbers(text: str, masked: str) -> None:
    """Six digits are a code however they are set; dates and longer numbers are not."""
    assert Masker().mask(text) == masked


def test_a_short_value_is_a_word_of_its_own() -> None:
    """A country's two letters are masked as a word and leave other words alone."""
    assert FULL.mask("DE: the DECISION (DE) of de.example") == "[country]: the DECISION ([country]) of de.example"


def test_several_values_of_one_name() -> None:
    """A name may have several values, told apart after a colon that is not shown."""
    masker = Masker({"country:en": "Germany", "country:de": "Deutschland"})
    assert masker.mask("Germany (Deutschland)") == "[country] ([country])"


def test_what_cannot_be_masked_is_withheld() -> None:
    """Where the placeholder itself would give a value away, the whole text is withheld."""
    assert Masker({"secret": "secret"}).mask("a secret word") == WITHHELD
    assert Masker({"withheld": "withheld"}).mask("it is withheld") == ""


def test_empty_values_mask_nothing() -> None:
    """A value that is empty or blank changes no text."""
    assert Masker({"email": "", "reason": "  "}).mask("a b") == "a b"


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("email", "anna@example.org", "a•••@e••••••.org"),
        ("email", "x@y.co.uk", "x•••@y••••••.uk"),
        ("country", "DE", "D•••"),
        ("reason", "r" * 214, "text of 214 characters"),
        ("reason", "", "not set"),
    ],
)
def test_hints(name: str, value: str, hint: str) -> None:
    """A hint tells the person which value it is, and not the value."""
    assert Masker({name: value}).hint(name) == hint


def test_the_hint_of_an_unknown_name() -> None:
    """A name without a value has a hint, too."""
    assert Masker().hint("email") == "not set"


def test_the_repr_shows_nothing() -> None:
    """The repr of a masker holds no value."""
    assert repr(FULL) == "Masker()"


def test_a_long_reason_masks_quickly() -> None:
    """A reason of 4000 characters costs less than two seconds of work for a hundred texts of a page."""
    masker = Masker({"reason": "I object to this. My work & life are my own! " * 88})
    begun = time.process_time()
    for _ in range(100):
        masker.mask("What a page says of itself, and of 1000 other things. " * 20)
    assert time.process_time() - begun < 2
