"""Notices and policies that a walk comes through: their text is kept, so that a later change of it is seen."""

from walkout.errors import CannotActError
from walkout.flow.targets import Target, concept_in, meaning_of
from walkout.view import Element
from walkout.walk.session import Session
from walkout.words.lexicon import known_language
from walkout.words.speech import _

OBJECTING = frozenset(("right-to-object", "object", "object-or-restrict"))


def leads_to_objecting(target: Target) -> bool:
    """Whether what the target means stands in a text that tells of the right to object."""
    return concept_in(meaning_of(target)) in OBJECTING


def keep_text(session: Session, target: Target, around: Element) -> None:
    """Keep the text of the newest look's page where the target, found in the element, is one that leads to objecting.

    Where it is not found, the page may not be there yet, and its text would be a change that is none. Nothing is read
    once a field was filled or something sent, so that no page is kept that may show the person's values. A text that
    cannot be kept is no reason to stop.
    """
    if not leads_to_objecting(target) or not session.records.keeps_texts or session.filled or session.sent:
        return
    try:
        paragraphs = session.window.paragraphs(around)
    except CannotActError:
        session.say("no-text", _("The text of this page could not be kept."))
        return
    view = session.view
    language = known_language(view.language_of(around))
    told = session.records.text_seen(session.page, language, view.address, paragraphs)
    if told:
        session.say("text-seen", told)
