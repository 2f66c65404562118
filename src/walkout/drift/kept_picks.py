"""What a person pointed at on a walk that came to its end, kept until a heal proposes it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from walkout.flow.targets import describe
from walkout.resolve.recorded import Recorded
from walkout.settings import private_folder, write_private
from walkout.walk.picks import Pick


@dataclass(frozen=True)
class KeptPick:
    """An element that was pointed at for a target of a page, as `describe` writes it."""

    flow: str
    page: str
    target: str
    day: date
    recorded: Recorded


def keep_picks(file: Path, flow: str, picks: Iterable[Pick], day: date) -> int:
    """Keep them beside those that are there, the newest of each target. How many. Raises CannotStartError, OSError."""
    newest = [KeptPick(flow, one.page, describe(one.target), day, one.recorded) for one in picks]
    if newest:
        places = {(one.flow, one.page, one.target) for one in newest}
        older = [one for one in kept_picks(file) if (one.flow, one.page, one.target) not in places]
        _write(file, [*older, *newest])
    return len(newest)


def kept_picks(file: Path) -> list[KeptPick]:
    """All that are kept; none where the file cannot be read."""
    try:
        plain = json.loads(file.read_text("utf-8"))
        return [
            KeptPick(
                one["flow"],
                one["page"],
                one["target"],
                date.fromisoformat(one["day"]),
                Recorded.from_plain(one["recorded"]),
            )
            for one in plain
        ]
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return []


def drop_pick(file: Path, flow: str, page: str, target: str) -> None:
    """Keep it no longer: it was accepted or refused. Raises OSError."""
    left = [one for one in kept_picks(file) if (one.flow, one.page, one.target) != (flow, page, target)]
    _write(file, left)


def _write(file: Path, picks: list[KeptPick]) -> None:
    plain = [
        {
            "flow": one.flow,
            "page": one.page,
            "target": one.target,
            "day": one.day.isoformat(),
            "recorded": one.recorded.to_plain(),
        }
        for one in picks
    ]
    private_folder(file.parent)
    write_private(file, json.dumps(plain, ensure_ascii=False))
