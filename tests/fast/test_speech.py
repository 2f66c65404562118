"""What walkout says in other languages: words, plurals, dates, receipts, and how a language is chosen.

The catalogues are small ones of the tests' own, so that the tests do not depend on how far a translation is.
"""

import io
import json
import pickle
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from rich.console import Console

from walkout.commands import dry_run, lines
from walkout.errors import BadUsageError
from walkout.masking import Masker
from walkout.receipt import FlowFacts, Receipt
from walkout.walk import texts
from walkout.walk.records import KeptRecords
from walkout.words import speech
from walkout.words.kept import TEXT_CHANGED, retold
from walkout.words.speech import _, _n, english, say_date, say_moment, say_number, say_short_date, say_weekday, speak

WORDS: dict[str, dict[str | tuple[str, str], str | tuple[str, ...]]] = {
    "de": {
        "go on": "weiter",
        "way in: {title}": "Weg: {title}",
        "the notification about new AI features": "die Benachrichtigung über neue KI-Funktionen",
        "followed the link “{name}”": "dem Link „{name}“ gefolgt",
        "typed your {value} into “{name}”": "„{name}“ ausgefüllt: {value}",
        "reason": "Begründung",
        "found because {why}": "gefunden, denn {why}",
        "it says “{words}”": "es heißt „{words}“",
        "the confirmation was seen": "die Bestätigung wurde gesehen",
        "dry run: the confirmation was seen. Nothing was sent to anybody.": "Probe: die Bestätigung wurde gesehen.",
        "you stopped the walk": "du hast angehalten",
        TEXT_CHANGED: "der Text der Seite „{page}“ hat sich geändert ({added} dazu, {removed} weg)",
        "Did you mean {name}?": "Meintest du {nmae}?",
    },
    "pl": {
        ("{count} minute left", "{count} minutes left"): (
            "została {count} minuta",
            "zostały {count} minuty",
            "zostało {count} minut",
        ),
    },
    "el": {
        "Receipt of a request to {service}": "Αποδεικτικό αιτήματος προς: {service}",
        "Submitted and confirmed": "Υποβλήθηκε και επιβεβαιώθηκε",
        "Answer due by": "Απάντηση έως",
        "ticked “{name}”": "επιλέχθηκε «{name}»",
    },
}
DUE = date(2026, 12, 21)
AT = datetime(2026, 11, 20, 17, 2, 11, tzinfo=UTC)
FLOW = FlowFacts(
    flow="meta/facebook",
    title="Object to AI training at Meta",
    right="GDPR Art. 21(1)",
    version_hash="9f" * 32,
    service_title="Meta",
    origins=("https://www.facebook.com",),
)


@pytest.fixture(autouse=True)
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only these languages are known; English is spoken again afterwards."""
    for language, words in WORDS.items():
        file = tmp_path / "catalogues" / language / "LC_MESSAGES" / "walkout.po"
        file.parent.mkdir(parents=True)
        catalogue = Catalog(locale=language, fuzzy=False)
        for own, told in words.items():
            catalogue.add(own, told)
        with file.open("wb") as opened:
            write_po(opened, catalogue)
    monkeypatch.setattr(speech, "CATALOGUES", tmp_path / "catalogues")
    speech._catalogue.cache_clear()
    yield
    speak("en")
    speech._catalogue.cache_clear()


def test_an_unknown_language_is_told_with_those_that_are_known() -> None:
    """The error says in the language that is spoken so far which languages there are."""
    with pytest.raises(BadUsageError, match="no words in the language 'tlh'") as raised:
        speak("tlh")
    assert raised.value.remedy == "Take one of de, el, en, pl."


@pytest.mark.parametrize(
    ("system", "spoken"),
    [("de_AT.UTF-8", "de"), ("tlh:pl_PL", "pl"), ("nb_NO", "en"), ("el", "el"), ("C", "en"), ("POSIX:de", "de")],
)
def test_the_language_follows_the_system(system: str, spoken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first language of her system that there are words in is spoken, whatever its region; else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", system)
    speak()
    assert speech.spoken_language() == spoken


@pytest.mark.parametrize(("count", "words"), [(1, "została 1 minuta"), (3, "zostały 3 minuty"), (5, "zostało 5 minut"),
                                              (22, "zostały 22 minuty"), (25, "zostało 25 minut")])  # fmt: skip
def test_polish_has_three_plural_forms(count: int, words: str) -> None:
    """One, few and many minutes each have their form."""
    speak("pl")
    assert _n("{count} minute left", "{count} minutes left", count) == words


def test_a_language_may_change_while_walkout_runs() -> None:
    """Nothing was translated when modules were loaded: constants speak whichever language is spoken now."""
    speak("de")
    assert (texts.GO_ON.words, texts.STOP.words) == ("weiter", "stop here")
    speak("en")
    assert texts.GO_ON.words == "go on"


def test_what_a_catalogue_gets_wrong_is_said_in_english() -> None:
    """A placeholder that is misspelt in a catalogue stops nothing."""
    speak("de")
    assert _("Did you mean {name}?", name="email") == "Did you mean email?"


def test_a_sentence_knows_itself_in_english_through_parts_and_pickles() -> None:
    """Said within another sentence, and sent to another process, it still knows its English words."""
    speak("de")
    said = _("typed your {value} into “{name}”", value=_("reason"), name="Why?")
    again = pickle.loads(pickle.dumps(said))
    assert (again, english(again)) == ("„Why?“ ausgefüllt: Begründung", "typed your reason into “Why?”")


def test_dates_and_numbers_are_written_as_in_the_language() -> None:
    """Long, short and with a weekday; in English as in Europe, and in figures as ISO has it."""
    told = {}
    for language in ("en", "de", "el", "pl"):
        speak(language)
        told[language] = (say_date(DUE), say_weekday(DUE), say_short_date(DUE), say_number(1234.5))
    assert told == {
        "en": ("21 December 2026", "Monday, 21 December 2026", "2026-12-21", "1,234.5"),
        "de": ("21. Dezember 2026", "Montag, 21. Dezember 2026", "21.12.2026", "1.234,5"),
        "el": ("21 Δεκεμβρίου 2026", "Δευτέρα 21 Δεκεμβρίου 2026", "21/12/2026", "1.234,5"),
        "pl": ("21 grudnia 2026", "poniedziałek, 21 grudnia 2026", "21.12.2026", "1\u00a0234,5"),
    }


def test_a_moment_has_day_and_time() -> None:
    """Day and time of day in one, as she writes them."""
    speak("de")
    assert say_moment(AT) == "20. November 2026, 17:02"


def test_what_is_kept_in_english_is_told_in_her_language() -> None:
    """A sentence of the ledger is known again by its form, with what stands in it; others stay as they are."""
    speak("de")
    kept = "the text of the page “notice” changed between 2026-01-02 and 2026-02-03 (12 words added, 3 removed)"
    assert retold(kept) == "der Text der Seite „notice“ hat sich geändert (12 dazu, 3 weg)"
    assert retold("you stopped the walk") == "du hast angehalten"
    assert retold("something of an older walkout") == "something of an older walkout"


def test_a_whole_dry_run_is_told_in_german(walking: Callable[..., object], tmp_path: Path) -> None:
    """The terminal tells way, steps, reasons and end in German; the receipt's data stay English, its page does not."""
    speak("de")
    out = io.StringIO()
    console = Console(file=out, width=200, highlight=False)
    walked = walking()
    receipt = Receipt.begin(tmp_path, FLOW, Masker(), "rehearsal", dry_run=True, at=AT)
    walked.session.records = KeptRecords(receipt, None)  # type: ignore[attr-defined]
    outcome = walked.run()  # type: ignore[attr-defined]
    for event in walked.person.events:  # type: ignore[attr-defined]
        dry_run._print(console, dry_run._lines(event))
    lines.print_line(console, *dry_run._verdict(outcome))
    shown = out.getvalue()
    for words in (
        "Weg: die Benachrichtigung über neue KI-Funktionen",
        "dem Link „right to object“ gefolgt",
        "gefunden, denn es heißt „right to object“",
        "ausgefüllt: Begründung",
        "Probe: die Bestätigung wurde gesehen.",
    ):
        assert words in shown
    assert (outcome.why, english(outcome.why)) == ("die Bestätigung wurde gesehen", "the confirmation was seen")
    kept = json.loads((receipt.folder / "receipt.json").read_text("utf-8"))
    page = (receipt.folder / "receipt.html").read_text("utf-8")
    assert "followed the link “right to object”" in [step["text"] for step in kept["steps"]]
    assert "dem Link „right to object“ gefolgt" in page


def test_the_receipt_page_is_in_greek(tmp_path: Path) -> None:
    """Headings, steps and the due day are Greek, the language is named to the browser, and the data stay English."""
    speak("el")
    receipt = Receipt.begin(tmp_path, FLOW, Masker(), "5f0c", dry_run=False, at=AT)
    receipt.step(AT, "form", _("ticked “{name}”", name="Yes"))
    receipt.confirmation("We have received it.", "https://www.facebook.com/received")
    receipt.finish("submitted", "", DUE)
    page = (receipt.folder / "receipt.html").read_text("utf-8")
    kept = json.loads((receipt.folder / "receipt.json").read_text("utf-8"))
    assert '<html lang="el">' in page
    for words in (
        "Αποδεικτικό αιτήματος προς: Meta",
        "Υποβλήθηκε και επιβεβαιώθηκε",
        "Απάντηση έως",
        "Δευτέρα 21 Δεκεμβρίου 2026",
        "επιλέχθηκε «Yes»",
    ):
        assert words in page
    assert [step["text"] for step in kept["steps"]] == ["ticked “Yes”"]
    assert kept["outcome"] == "submitted"
