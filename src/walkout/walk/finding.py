"""Find a step's target on the page, patiently; where it is missing or ambiguous, ask the person."""

from typing import Literal

from walkout.flow.targets import Target, Words, concept_in, describe, meaning_of
from walkout.resolve.match import Ambiguous, Candidate, Found, Match, Missing, elements_of
from walkout.view import PageView
from walkout.walk import texts
from walkout.walk.person import Pause
from walkout.walk.picks import same_again
from walkout.walk.pointing import point_at
from walkout.walk.recognise import recognise
from walkout.walk.session import Result, Session
from walkout.words.names import in_words


def find_all(
    session: Session,
    targets: tuple[Target, ...],
    seen: PageView | None = None,
    optional: frozenset[Target] = frozenset(),
    *,
    by_meaning: bool = False,
) -> dict[Target, Match] | Literal["back", "skipped"]:
    """Resolve all targets in one look, and look again until all are found or patience is over. Types nothing.

    seen: the newest look, where nothing was done since; it serves as the first one. optional: those of the targets that
    are not waited for as long. by_meaning: what is remembered of a target does not count. `back` or `skipped`: the
    person wished so while they were looked for.
    """
    over, soon = session.until(session.patience.find_s), session.until(session.patience.find_s / 5)
    more = True
    while True:
        view, seen = seen or session.look(), None
        matches = {target: session.match(target, view, by_meaning=by_meaning) for target in targets}
        lacking = {target for target, match in matches.items() if not isinstance(match, Found)}
        if not lacking or over() or (lacking <= optional and soon()):
            session.remember(matches, view)
            return matches
        if more and soon():
            more = session.window.scroll()  # what is far down may be put into the page only when it is reached
        wish = session.heed()
        if wish is not None:
            return "back" if wish == "back" else "skipped"
        session.window.wait(session.patience.poll_ms)


def find(
    session: Session, target: Target, seen: PageView | None = None, *, by_meaning: bool = False
) -> Match | Literal["back", "skipped"]:
    """Resolve one target, patiently, unless the person wishes something else. seen, by_meaning: as in `find_all`."""
    found = find_all(session, (target,), seen, by_meaning=by_meaning)
    return found if isinstance(found, str) else found[target]


def find_or_ask(
    session: Session, target: Target, seen: PageView | None = None, *, by_meaning: bool = False
) -> Candidate | Result:
    """The element that is meant, in the newest look, found or picked by the person; or what she wants instead.

    seen, by_meaning: as in `find_all`.
    """
    while True:
        match, seen = find(session, target, seen, by_meaning=by_meaning), None
        if isinstance(match, str):
            return match
        if isinstance(match, Found):
            return match.candidate
        answer = ask_about(session, target, match)
        if answer != "again":
            return answer


def ask_about(session: Session, target: Target, match: Ambiguous | Missing) -> Candidate | Result:
    """Ask the person about a target that was not found without doubt. The element is one of the newest look."""
    title, lines = texts.describe_match(match, wanted(target))
    several = isinstance(match, Ambiguous)
    pause = Pause(
        "ambiguous" if several else "missing",
        title,
        () if several else lines,
        (texts.POINT, texts.AGAIN, texts.DONE_BY_ME, texts.SKIP, texts.BACK, texts.STOP),
        session.page,
        picks=lines if several else (),
        about=elements_of(match) if several else (),
    )
    session.say(pause.kind, title, target=describe(target), nearest=list(map(session.masker.mask, lines)))
    answer = session.ask(pause, recognise(session.plan.flow, session.view))
    match answer.choice:
        case "pick" if isinstance(match, Ambiguous) and 0 <= answer.pick < len(match.candidates):
            picked = same_again(match.candidates[answer.pick], session.look())
            if picked is not None:
                session.picks.add(session.page, target, picked, session.view, session.masker.mask)
            return picked or "again"
        case "point":
            pointed = point_at(session, target, wanted(target))
            if isinstance(pointed, Candidate):
                return same_again(pointed, session.look()) or "again"
            return pointed or "again"
        case "skip":
            return "skipped"
        case "back" | "moved" | "done-by-me" as result:
            return result
        case _:
            return "again"


def wanted(target: Target) -> str:
    """What a target asks for, in words for the person."""
    meaning = meaning_of(target)
    if isinstance(meaning, Words) and not meaning.concept:
        return " / ".join(meaning.words)
    return in_words(concept_in(meaning))
