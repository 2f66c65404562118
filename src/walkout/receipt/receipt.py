"""Keeping the receipt of one walk, piece by piece, so that a crash leaves what was known."""

import hashlib
import json
import re
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from walkout.errors import CannotStartError
from walkout.masking import Masker
from walkout.receipt.page import html_page
from walkout.receipt.record import Agreement, Confirmation, Disclosure, FlowFacts, Picture, Record, StepTaken
from walkout.settings import private_folder, write_private
from walkout.words.speech import Said, _, english

REHEARSAL = "rehearsal-"
LONGEST = 4000  # characters of one text: a page may say more than anyone prints


class Receipt:
    """The receipt in one folder: receipt.json, receipt.html and pictures, all 0600.

    No method raises on a full or broken disk, as no walk may end for want of paper; `problems` tells of it.
    """

    def __init__(self, folder: Path, masker: Masker, record: Record) -> None:
        self.folder, self._masker, self._record = folder, masker, record

    @classmethod
    def begin(
        cls,
        root: Path,
        flow: FlowFacts,
        masker: Masker,
        walk_id: str,
        dry_run: bool,
        *,
        at: datetime | None = None,
    ) -> Self:
        """A new receipt in a folder of its own below `root`. at: aware; now, if left out."""
        moment = at or _now()
        folder = _free_folder(root, f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}-{_slug(flow.flow)}")
        masked = replace(
            flow,
            title=masker.mask(flow.title),
            right=masker.mask(flow.right),
            service_title=masker.mask(flow.service_title),
        )
        receipt = cls(folder, masker, Record(dry_run=dry_run, walk=walk_id, flow=masked, begun_at=moment))
        receipt._save()
        return receipt

    @property
    def problems(self) -> list[str]:
        """What could not be written, one line each; empty if all is there."""
        return list(self._record.problems)

    def step(self, at: datetime, page: str, text: str) -> None:
        """Something was done on a page."""
        self._record.steps.append(StepTaken(at=at, page=page, text=self._clean(text)))
        self._save()

    def picture(self, name: str, png: bytes) -> None:
        """A picture of a page, whose values the caller has masked. name: of the page."""
        number = len(self._record.pictures) + 1
        file = f"{number:02d}-{_slug(self._clean(name))}.png"
        if self._write(file, png):
            digest = hashlib.sha256(png).hexdigest()
            self._record.pictures.append(Picture(at=_now(), file=file, name=self._clean(name), sha256=digest))
        self._save()

    def disclosed(self, field_words: str, value_name: str, hint: str, origin: str) -> None:
        """A value was typed into the field that says `field_words`, on a page of `origin`.

        hint: the value's masked form (see `Masker.hint`), never the value.
        """
        self._record.disclosed.append(
            Disclosure(
                at=_now(),
                field=self._clean(field_words),
                value=value_name,
                hint=self._clean(hint),
                origin=self._clean(origin),
            )
        )
        self._save()

    def agreed(self, at: datetime, to: str) -> None:
        """The person gave her word to a sending step."""
        self._record.agreed.append(Agreement(at=at, to=self._clean(to)))
        self._save()

    def confirmation(self, text: str, address: str) -> None:
        """The confirmation was seen. Of the address, what follows the path is left out: it may hold keys."""
        self._record.confirmation = Confirmation(
            at=_now(), text=self._clean(text), address=self._clean(_plain(address))
        )
        self._save()

    def finish(self, outcome: str, next_text: str, deadline: date | None) -> None:
        """The walk has ended. `submitted` without a confirmation is kept as `unconfirmed`."""
        record = self._record
        seen = outcome if outcome != "submitted" or record.confirmation else "unconfirmed"
        record.outcome = f"{REHEARSAL}{seen}" if record.dry_run else seen
        record.counts_as_submission = seen == "submitted" and not record.dry_run
        record.deadline = None if record.dry_run else deadline
        record.next = self._clean(next_text)
        record.ended_at = _now()
        self._save()

    def _clean(self, text: str) -> Said:
        """A text as it is kept and as it is shown."""
        return Said(self._cleaned(text), self._cleaned(english(text)))

    def _cleaned(self, text: str) -> str:
        """Masked, in whole characters (a page may hold halves), and of a length that fits on paper."""
        whole = text.encode("utf-8", "replace").decode("utf-8")
        masked = self._masker.mask(whole)
        return masked if len(masked) <= LONGEST else f"{masked[:LONGEST]} […]"

    def _save(self) -> None:
        """Write both files anew. Once the walk has ended, the page holds its pictures itself."""
        self._write("receipt.html", html_page(self._record, self.folder if self._record.outcome else None))
        self._write(
            "receipt.json",
            json.dumps(_in_english(asdict(self._record)), indent=1, ensure_ascii=False, default=_json) + "\n",
        )

    def _write(self, file: str, data: bytes | str) -> bool:
        try:
            private_folder(self.folder)
            # A rehearsal need not outlive a power cut, and waiting for the disk would slow it.
            write_private(self.folder / file, data, lasting=not self._record.dry_run)
        except (OSError, CannotStartError) as error:
            why = error.strerror if isinstance(error, OSError) else error.what
            problem = _("{file} could not be written: {why}", file=file, why=why)
            if problem not in self._record.problems:
                self._record.problems.append(problem)
            return False
        return True


def _now() -> datetime:
    return datetime.now().astimezone()


def _plain(address: str) -> str:
    """Scheme, host and path of an address; nothing where it has no host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}" if parts.netloc else ""


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60] or "page"


def _free_folder(root: Path, name: str) -> Path:
    """A folder that is not there yet: two walks may begin within one second."""
    folder, number = root / name, 1
    while folder.exists():
        number += 1
        folder = root / f"{name}-{number}"
    return folder


def _in_english(value: Any) -> Any:
    """The data as it is kept, whatever language it is shown in."""
    if isinstance(value, dict):
        return {key: _in_english(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_in_english(part) for part in value]
    return english(value) if isinstance(value, str) else value


def _json(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")
