"""What the home page knows and does: reads and keeps the person's things, and never opens a window."""

from datetime import datetime

from walkout.commands.evidence import open_evidence
from walkout.commands.facts import service_title
from walkout.commands.home_profile import KeptProfile
from walkout.commands.trust import is_trusted, trust
from walkout.drift.history import History, with_changes
from walkout.drift.wording_shown import as_html
from walkout.errors import BadProfileError, LedgerError, WalkoutError
from walkout.flow.load import FlowFile
from walkout.flow.model import Flow
from walkout.flow.steps import ValueName
from walkout.flow.values import checked_for
from walkout.home import drawing, ended
from walkout.home.asked import (
    AddPicture,
    AddPrompt,
    Forget,
    Leave,
    Page,
    Redirect,
    RemoveEvidence,
    SaveProfile,
    Settle,
    Start,
    Trust,
    Unlock,
    Wish,
)
from walkout.home.profile_form import ProfileForm
from walkout.home.state import Collected, Counts, KeptThing, Notice, Offer, Rehearsed, State, TextChange
from walkout.ledger import Ledger, Walk
from walkout.profile import every_vault
from walkout.profile.kept import Kept, everything_kept, remove_all
from walkout.settings import settings
from walkout.shipped_files import fixture_folders
from walkout.words.speech import _, _n


class Desk:
    """The person's things for as long as walkout runs.

    notice: what the next page shall tell first. walking: the flow that is walked, or was last.
    """

    def __init__(self, files: list[FlowFile]) -> None:
        self.profile = KeptProfile()
        self.notice: Notice | None = self.profile.problem
        self.rehearsals: dict[str, Rehearsed] = {}
        self.walking: Flow | None = None
        self._offers = [
            Offer(file, service_title(file.flow.service), can_rehearse=bool(fixture_folders(file.flow.flow)))
            for file in files
        ]

    def offer(self, key: str) -> Offer:
        """The flow of that key. Raises KeyError."""
        return next(one for one in self._offers if one.key == key)

    def checked(self, name: ValueName, text: str) -> str:
        """A value as the flow that is walked uses it. Raises BadProfileError."""
        return checked_for(self.walking)(name, text) if self.walking else text

    def state(self, token: str, counts: Counts) -> State:
        """What there is now."""
        walks = self._walks()
        return State(
            today=datetime.now().astimezone().date(),
            token=token,
            profile=self.profile.shown,
            place=self.profile.place,
            offers=tuple(self._as_it_is(offer) for offer in self._offers),
            walks=walks,
            from_settings=self.profile.from_settings,
            notice=self.notice,
            counts=counts,
            collected=self._collected,
            kept=lambda: tuple(KeptThing(one.name, one.what, one.place, one.size) for one in self._kept()),
            receipt=_receipt,
            changes=_changes,
        )

    def do(self, wish: Wish, state: State) -> Page | Redirect | None:
        """Do it; the page to show then, None: close the window."""
        match wish:
            case SaveProfile():
                return self._save(wish, state)
            case Unlock():
                return self._unlock(wish, state)
            case Forget():
                return self._forget(wish)
            case Trust():
                trust(self.offer(wish.flow).file)
                return Redirect(f"/flow/{wish.flow}")
            case AddPrompt() | AddPicture() | RemoveEvidence():
                return self._change_evidence(wish, state)
            case Settle():
                walk = state.walk(wish.walk)
                if walk is not None:
                    _ledger().settle_rechecks(walk.id)
                return Redirect("/")
            case Leave() | Start():
                return None

    def _walks(self) -> tuple[Walk, ...]:
        try:
            return tuple(_ledger().walks())
        except LedgerError as error:
            self.notice = ended.could_not(error.what, error.remedy)
            return ()

    def _as_it_is(self, offer: Offer) -> Offer:
        file = offer.file
        trusted = file.is_shipped or is_trusted(file)
        return Offer(file, offer.service, trusted, offer.can_rehearse, self.rehearsals.get(offer.key))

    def _save(self, wish: SaveProfile, state: State) -> Page | Redirect:
        try:
            self.profile.save(wish.values, wish.passphrase)
        except BadProfileError as error:
            return drawing.you(state, ProfileForm(wish.values, errors={"country": str(error)}))
        self.notice = Notice("good", _("Your values are kept on this computer."))
        return Redirect(wish.back_to)

    def _unlock(self, wish: Unlock, state: State) -> Page | Redirect:
        try:
            self.profile.unlock(wish.passphrase)
        except BadProfileError:
            return drawing.unlock(state, back_to=wish.back_to, error=_("This passphrase does not open the file."))
        return Redirect(wish.back_to)

    def _kept(self) -> list[Kept]:
        return everything_kept(settings(), every_vault(settings(), self.profile.ask), _ledger().forget)

    def _forget(self, wish: Forget) -> Redirect:
        chosen = [one for one in self._kept() if one.name in wish.names]
        errors = remove_all(chosen, settings().data_dir)
        self.profile.read_again()
        gone = _n("{count} thing is deleted.", "{count} things are deleted.", len(chosen) - len(errors))
        self.notice = Notice("bad" if errors else "good", gone, " ".join(str(error) for error in errors))
        return Redirect("/kept" if errors else "/")

    def _collected(self) -> tuple[Collected, ...]:
        if self.profile.place.locked or not self.profile.place.kept:
            return ()
        try:
            store = open_evidence(ask=self.profile.ask)
            items = store.items() if store else []
        except WalkoutError as error:
            self.notice = ended.could_not(error.what, error.remedy)
            return ()
        return tuple(
            Collected(one.id, one.kind, len(one.told) if one.kind == "prompt" else len(one.content), one.added)
            for one in items
        )

    def _change_evidence(self, wish: AddPrompt | AddPicture | RemoveEvidence, state: State) -> Page | Redirect:
        try:
            store = open_evidence(make=True, ask=self.profile.ask)
            assert store is not None  # noqa: S101 - made where there was none
            match wish:
                case AddPrompt():
                    store.add_prompt(wish.prompt, wish.answer)
                case AddPicture():
                    store.add_picture(wish.content)
                case RemoveEvidence():
                    store.remove(wish.id)
        except BadProfileError as error:
            told = f"{error.what[:1].upper()}{error.what[1:]}. {error.remedy}"
            if isinstance(wish, AddPrompt):
                return drawing.evidence(state, error=told, prompt=wish.prompt, answer=wish.answer)
            return drawing.evidence(state, picture_error=told)
        return Redirect("/evidence")


def _ledger() -> Ledger:
    return Ledger(settings().ledger_file)


def _receipt(walk: Walk) -> str | None:
    """A walk's receipt as it lies on the disk, where it lies among the receipts."""
    if walk.receipt is None or not walk.receipt.resolve().is_relative_to(settings().receipts_folder.resolve()):
        return None
    try:
        return (walk.receipt / "receipt.html").read_text("utf-8")
    except (OSError, ValueError):
        return None


def _changes(walk: Walk) -> tuple[TextChange, ...]:
    """What has changed in the texts that the walk came to, since it should be looked at again."""
    since = min(one.since for one in walk.rechecks)
    try:
        versions = list(with_changes(History(settings().texts_folder).versions(walk.flow)))
    except WalkoutError:
        return ()
    found = [change for version, change in versions if change and version.last_seen.astimezone().date() >= since]
    return tuple(TextChange(f"{one.in_words[:1].upper()}{one.in_words[1:]}.", as_html(one.difference)) for one in found)
