"""Taking personal values out of texts before they are shown, logged or kept."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from html.entities import html5

from walkout.words.speech import _, _n

CODE = re.compile(
    r"(?:(?<!\d)|(?<=%[0-9A-Fa-f]{2}))"  # a code in an address may follow %20, whose digits are not its own
    r"(?:\d{6}|\d{3}[\s\u00a0-]\d{3}|\d(?:[\s\u00a0]\d){5})(?!\d)"
)
WITHHELD = "[withheld]"
SHORT = 4  # characters; a shorter value ("DE") is a word's part everywhere, so only the whole word counts
SENTENCE = 20  # characters from which on a sentence is the person's own and not a common phrase
ROUNDS = 4


@dataclass(frozen=True)
class Masker:
    """Replaces personal values. `values`: name → value; of a name such as `country:de`, `country` is shown.

    Values are found in any letter case, percent-encoded, as HTML entities, JSON-escaped, with other blanks
    between the words; long texts also sentence by sentence. Six-digit codes are always masked.
    """

    values: Mapping[str, str] = field(default_factory=dict, repr=False)

    def places(self, text: str) -> list[tuple[int, int, str]]:
        """Where values stand in the text, by the names that are shown for them: start, end, name. They may overlap."""
        return [
            (found.start(), found.end(), token[1:-1])
            for token, pattern in self._patterns
            for found in pattern.finditer(text)
            if found.end() > found.start()
        ]

    def mask(self, text: str) -> str:
        """The text without any of the values. A text that cannot be freed of them is withheld as a whole."""
        masked = text
        for _round in range(ROUNDS):
            masked = CODE.sub("[code]", self._without_values(masked))
            if not self._holds_a_value(masked):
                return masked
        return "" if self._holds_a_value(WITHHELD) else WITHHELD

    def hint(self, name: str) -> str:
        """A form of one value that the person recognises and that tells others little: `a•••@e••••••.org`."""
        value = self.values.get(name, "").strip()
        if not value:
            return _("not set")
        if "@" in value:
            return _email_hint(value)
        if len(value) >= SENTENCE:
            return _n("text of {count} character", "text of {count} characters", len(value))
        return f"{value[0]}•••"

    def _without_values(self, text: str) -> str:
        for token, pattern in self._patterns:
            text = pattern.sub(token, text)
        return text

    def _holds_a_value(self, text: str) -> bool:
        return any(pattern.search(text) for _, pattern in self._patterns)

    @cached_property
    def _patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Token and pattern of every form, the longest first, so that a part never spoils the whole."""
        forms = {(form, name) for name, value in self.values.items() for form in _forms(value)}
        ordered = sorted(forms, key=lambda pair: (-len(pair[0]), pair))
        return tuple((f"[{name.partition(':')[0]}]", _pattern(form)) for form, name in ordered)


def _email_hint(value: str) -> str:
    local, _, host = value.rpartition("@")
    return f"{local[:1]}•••@{host[:1]}••••••.{host.rpartition('.')[2]}"


def _forms(value: str) -> Iterator[str]:
    """The texts that give the value away: itself, its sentences, an e-mail's host in ASCII."""
    value = value.strip()
    if not value:
        return
    texts = [
        value,
        *(part.strip() for part in re.split(r"(?<=[.!?…])\s+|[\r\n]+", value) if len(part.strip()) >= SENTENCE),
    ]
    if "@" in value and not value.isascii():
        texts += _with_ascii_host(value)
    for text in texts:
        yield from {unicodedata.normalize(form, text) for form in ("NFC", "NFD")} | {text}


def _with_ascii_host(value: str) -> list[str]:
    local, _, host = value.rpartition("@")
    try:
        return [f"{local}@{host.encode('idna').decode('ascii')}"]
    except UnicodeError:
        return []


def _pattern(text: str) -> re.Pattern[str]:
    parts = [_blanks() if part.isspace() else "".join(map(_letter, part)) for part in re.split(r"(\s+)", text) if part]
    body = "".join(parts)
    if len(text) < SHORT:
        return re.compile(rf"(?<!\w){body}(?!\w)")
    return re.compile(body, re.IGNORECASE)


def _blanks() -> str:
    in_addresses = r"\+|%(?:25)*(?:20|0D|0A|09|C2%(?:25)*A0)"
    in_html = r"&nbsp;|&#0*(?:32|160|10|13);|&#x0*(?:20|A0|A|D);"
    return rf"(?:\s|{in_addresses}|{in_html}|\\[nrt])+"


def _letter(letter: str) -> str:
    """A pattern for one character in any of the spellings that addresses, HTML and JSON know."""
    if letter.isascii() and letter.isalnum():
        return letter
    number = ord(letter)
    spellings = {
        re.escape(letter),
        "".join(f"%(?:25)*{byte:02X}" for byte in letter.encode("utf-8", "surrogatepass")),
        f"&#0*{number};",
        f"&#x0*{number:x};",
        "".join(rf"\\u{unit:04x}" for unit in _utf16(letter)),
        *(f"&{name.rstrip(';')};" for name in _entity_names().get(letter, ())),
    }
    if letter.isascii():
        spellings.add(re.escape(f"\\{letter}"))
    return f"(?:{'|'.join(sorted(spellings))})"


def _utf16(letter: str) -> list[int]:
    data = letter.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(data[at : at + 2]) for at in range(0, len(data), 2)]


@cache
def _entity_names() -> dict[str, list[str]]:
    """Character → the names that HTML has for it."""
    names: dict[str, list[str]] = {}
    for name, letter in html5.items():
        names.setdefault(letter, []).append(name)
    return names
