"""Make docs/languages.md: what the lexicon has in each language, and how it does with words it was not made for.

.venv/bin/python docs/languages.py
"""

import tomllib
from pathlib import Path

from catalogues import how_far
from pydantic import TypeAdapter

from walkout.commands.words import is_understood
from walkout.flow.targets import Target
from walkout.words.lexicon import concept, concept_names, languages

HERE = Path(__file__).parent
PARAPHRASES = HERE.parent / "tests" / "fast" / "paraphrases"
FIELDS = (
    "country-of-residence email impact other-information one-time-code first-name last-name password prompts "
    "screenshots"
)
BUTTONS = "submit next confirm-code resend-code sign-in decline-cookies"
ROLES = {
    "ai-notification": "link",
    "policy-updates": "heading",
    "right-to-object": "link",
    "privacy-policy": "heading",
    **dict.fromkeys(FIELDS.split(), "field"),
    **dict.fromkeys(BUTTONS.split(), "button"),
}
OUTCOMES = (
    "wrong-code expired-code too-many-tries request-received already-objected unable-to-process not-available "
    "try-again-later"
)
HEAD = """# How well each language does

Made by `.venv/bin/python docs/languages.py`; do not edit it by hand. No native speaker has read the words yet, and
nobody of this project has seen the live pages.

- *phrases*, *patterns*: what the lexicon has, and how many of them use stems or gaps; *seen*, *legal*: how many were
  named by a source about such pages, or are a law's term. All others are ours.
- *paraphrases*: other ways to say 32 concepts, three each, written apart from the lexicon and without a look at
  it, in `tests/fast/paraphrases/`. The lexicon was not changed after it first met them.
- *taken for an answer*: of twelve sentences that pages say before anything has happened ("If the code has expired …"),
  those that were taken for one of eight answers. Here a miss is a question to the person; such a mistake is worse.

The words of the rehearsal pages were written apart as well. When the lexicon first met them it understood 2,056 of
2,133 (96.4 %); the others were mended, by stems where the language inflects. `walkout words check` finds none missed.

| language | phrases | patterns | seen | legal | paraphrases understood | taken for an answer |
|---|---:|---:|---:|---:|---:|---:|
"""


def main() -> None:
    rows, missed = [], []
    right = total = mistaken = sentences = 0
    for language in languages():
        phrases = [phrase for name in concept_names() for phrase in concept(name).phrases_in(language)]
        counts = [
            len(phrases),
            sum(not phrase.pattern.plain for phrase in phrases),
            *(sum(phrase.source == source for phrase in phrases) for source in ("seen", "legal")),
        ]
        file = PARAPHRASES / f"{language}.toml"
        if not file.is_file():
            rows.append(_row(language, *counts, "–", "–"))
            continue
        told = tomllib.loads(file.read_text("utf-8"))
        said = [(name, words) for name, many in told.items() if name in _named(told) for words in many]
        wrong = [(name, words) for name, words in said if not is_understood(_target(name), words, language)]
        taken = [
            words
            for words in told["explanations"]
            if any(is_understood(_target(name), words, language) for name in OUTCOMES.split())
        ]
        share = f"{len(said) - len(wrong)} of {len(said)}"
        rows.append(_row(language, *counts, share, f"{len(taken)} of {len(told['explanations'])}"))
        missed += [f"- {language}, {name}: {words}\n" for name, words in wrong]
        missed += [f"- {language}, **taken for an answer**: {words}\n" for words in taken]
        right, total = right + len(said) - len(wrong), total + len(said)
        mistaken, sentences = mistaken + len(taken), sentences + len(told["explanations"])
    rows.append(_row("all", "", "", "", "", f"{right} of {total} ({right / total:.1%})", f"{mistaken} of {sentences}"))
    (HERE / "languages.md").write_text(
        f"{HEAD}{''.join(rows)}\n{how_far()}\n## The misses\n\n{''.join(missed)}", "utf-8"
    )


def _named(told: dict[str, object]) -> set[str]:
    return told.keys() - {"explanations", "decoys"}


def _target(name: str) -> Target:
    target: Target = TypeAdapter(Target).validate_python({ROLES.get(name, "text"): name})
    return target


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |\n"


if __name__ == "__main__":
    main()
