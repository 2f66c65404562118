"""`walkout policy`: the texts of notices and policies that this machine has seen, and how they changed."""

import json as json_format
from datetime import date, datetime
from typing import Any

from rich.text import Text

from walkout.commands.console import plain_console
from walkout.drift.history import Change, History, Version, with_changes
from walkout.drift.wording import is_changed
from walkout.drift.wording_shown import on_terminal
from walkout.errors import ExitCode
from walkout.flow.load import find_flow, load_flow
from walkout.settings import settings
from walkout.words.speech import N_, _, _n, say_number, say_short_date

NOTHING_YET = N_(
    "No notice or policy of this flow was seen yet. `walkout run` and `walkout check` keep what they come to."
)


def policy(flow: str, since: date | None, json: bool) -> int:
    """Print the versions that were seen, the oldest first, and after each what changed in it.

    since: only versions that were still seen, or came, on that day or later. Returns DONE.
    Raises BadFlowError, CannotStartError.
    """
    name = load_flow(find_flow(flow)).flow.flow
    versions = list(with_changes(History(settings().texts_folder).versions(name)))
    shown = [one for one in versions if since is None or one[0].last_seen.astimezone().date() >= since]
    if json:
        print(json_format.dumps([_plain(*one) for one in shown], ensure_ascii=False, indent=1))
        return ExitCode.DONE
    console = plain_console()
    if not shown:
        nothing = _("Nothing was seen since {since}.", since=say_short_date(since)) if since and versions else None
        console.print(nothing or _(NOTHING_YET), markup=False)
    for version, change in shown:
        console.print(Text(f"{version.page} ({version.language or _('language not told')}), {_seen(version)}", "bold"))
        words = _n("{count} word", "{count} words", version.wording.words)
        console.print(Text(f"{version.address}\n{words}, {version.sha256[:12]}", "dim"))
        if change is not None:
            told = change.difference
            console.print(
                Text(
                    _(
                        "{added} words added, {removed} removed since the one before:",
                        added=say_number(told.added),
                        removed=say_number(told.removed),
                    )
                )
            )
            console.print(on_terminal(told))
        console.print()
    return ExitCode.DONE


def _seen(version: Version) -> str:
    first, last = _day(version.first_seen), _day(version.last_seen)
    return _("seen {first}", first=first) if first == last else _("seen {first} to {last}", first=first, last=last)


def _day(moment: datetime) -> str:
    return say_short_date(moment.astimezone().date())


def _plain(version: Version, change: Change | None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "page": version.page,
        "language": version.language,
        "address": version.address,
        "first_seen": version.first_seen.isoformat(),
        "last_seen": version.last_seen.isoformat(),
        "sha256": version.sha256,
        "words": version.wording.words,
        "change": None,
    }
    if change is not None:
        told = change.difference
        changed = [[piece._asdict() for piece in one] for one in told.paragraphs if is_changed(one)]
        data["change"] = {"added": told.added, "removed": told.removed, "paragraphs": changed}
    return data
