"""What `run` and `check` do with the text of a notice or policy that they come to."""

from collections.abc import Callable, Iterable
from datetime import datetime

from walkout.drift.history import Change, History
from walkout.drift.wording import wording_of
from walkout.errors import CannotStartError, LedgerError
from walkout.flow.plan import Plan
from walkout.flow.steps import ValueName
from walkout.ledger.ledger import Ledger
from walkout.masking import Masker
from walkout.profile.profile import Profile
from walkout.settings import settings
from walkout.walk.session import shown_values
from walkout.words.lexicon import languages


def keep_text(
    flow: str,
    page: str,
    language: str,
    address: str,
    paragraphs: Iterable[str],
    *,
    ledger: Ledger,
    private: tuple[Masker, tuple[str, ...]] = (Masker(), ()),
) -> Change | None:
    """Keep what a page says, if that is new; a change of it marks the submissions before it for a recheck.

    private: values that are taken out, and names that are taken out as whole words.
    Raises CannotStartError, LedgerError.
    """
    now = datetime.now().astimezone()
    masker, names = private
    wording = wording_of(paragraphs, masker, names)
    change = History(settings().texts_folder).saw(flow, page, language, masker.mask(address), wording, now)
    if change is not None:
        since = change.before.last_seen.astimezone().date()
        ledger.mark_for_recheck(flow, change.in_words, changed=change.after.first_seen, since=since)
    return change


class SeenOnWalk:
    """Keeps the texts that one walk comes to, free of the person's values, and says what she should know of it.

    Her country is not taken out, nor is what she has chosen: such words stand in many a policy and tell nothing of her
    there, but a gap would. also: is given page and paragraphs as well.
    """

    def __init__(
        self,
        flow: str,
        ledger: Ledger,
        plan: Plan,
        profile: Profile,
        also: Callable[[str, tuple[str, ...]], None] | None = None,
    ) -> None:
        self._flow, self._ledger, self._also = flow, ledger, also
        named = profile.values | {str(name): value for name, value in plan.values.items()}
        self._names = tuple(value for name, value in named.items() if name.endswith("-name"))
        hers = {name: value for name, value in named.items() if name in ("email", "reason", "prompts")}
        hers |= shown_values(_told(plan), languages())
        if profile.own_sentence:
            hers["own-sentence"] = profile.own_sentence
        self._masker = Masker(hers)

    def __call__(self, page: str, language: str, address: str, paragraphs: tuple[str, ...]) -> str | None:
        """What to tell the person, if the text is another than the last one of its page."""
        private = (self._masker, self._names)
        if self._also is not None:
            self._also(page, paragraphs)
        try:
            change = keep_text(self._flow, page, language, address, paragraphs, ledger=self._ledger, private=private)
        except (CannotStartError, LedgerError) as error:
            return f"The text of this page could not be kept: {error.what}."
        if change is None:
            return None
        since = f"{change.before.last_seen.astimezone():%Y-%m-%d}"
        return f"{change.in_words}: `walkout policy {self._flow} --since {since}` shows how"


def _told(plan: Plan) -> dict[ValueName, str]:
    """Her answers in words of her own, and days."""
    asks = [ask for ask in plan.flow.asks if ask.kind != "choice"]
    return {ask.ask: plan.values[ask.ask] for ask in asks if ask.ask in plan.values}
