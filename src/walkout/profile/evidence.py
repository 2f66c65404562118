"""Prompts and screenshots that show personal information: collected beforehand, sealed one file each.

A file holds `MAGIC`, a nonce of 12 bytes and AES-256-GCM of a JSON head (4 bytes of length before it) and the content.
The key lies with the profile, in the keyring or the encrypted file; without it nobody reads what was collected.
"""

import io
import json
import os
import struct
from base64 import b64decode, b64encode
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from uuid import uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from PIL import Image, ImageOps, UnidentifiedImageError

from walkout.errors import BadProfileError, CannotStartError
from walkout.settings import private_folder, write_private
from walkout.words.speech import _, _n

MAGIC = b"walkout evidence 1\n"
MAX_BYTES = 8 * 1024 * 1024  # of one picture; the limit is ours, as the service's is not known
MAX_PIXELS = 40_000_000
MAX_TEXT = 4000  # characters of a prompt or an answer
FORMATS = {"PNG": ("png", "image/png"), "JPEG": ("jpg", "image/jpeg"), "WEBP": ("png", "image/png")}
Kind = Literal["prompt", "screenshot"]


@dataclass(frozen=True, kw_only=True)
class Item:
    """One piece of evidence: a prompt with its answer, or a picture. Its repr shows nothing of what it says."""

    id: str
    kind: Kind
    added: datetime
    prompt: str = field(default="", repr=False)
    answer: str = field(default="", repr=False)
    media_type: str = ""
    content: bytes = field(default=b"", repr=False)

    @property
    def told(self) -> str:
        """The prompt and its answer as they are given to the service."""
        return f"Prompt: {self.prompt}\nAnswer: {self.answer}" if self.answer else f"Prompt: {self.prompt}"


def new_key() -> str:
    """A new key, as text."""
    return b64encode(AESGCM.generate_key(256)).decode("ascii")


class EvidenceStore:
    """The evidence in one folder, which only the person may read. key: as `new_key` makes it.

    Every method may raise BadProfileError, whose text shows nothing of the evidence.
    """

    def __init__(self, folder: Path, key: str) -> None:
        self._folder, self._cipher = folder, AESGCM(b64decode(key))

    def add_prompt(self, prompt: str, answer: str) -> Item:
        """Keep a prompt and the answer that it gave."""
        prompt, answer = prompt.strip(), answer.strip()
        if not prompt or max(len(prompt), len(answer)) > MAX_TEXT:
            raise BadProfileError(_("a prompt has 1 to {most} characters, an answer at most as many", most=MAX_TEXT))
        return self._keep(Item(id=_new_id(), kind="prompt", added=datetime.now(UTC), prompt=prompt, answer=answer))

    def add_screenshot(self, path: Path) -> Item:
        """Keep a picture: checked to be one, and freed of what a camera or program wrote into it, such as the place."""
        return self.add_picture(picture_in(path), str(path))

    def add_picture(self, picture: bytes, where: str = "") -> Item:
        """The same of a picture's bytes, which come from `where`."""
        content, media_type = clean_bytes(picture, where)
        item = Item(id=_new_id(), kind="screenshot", added=datetime.now(UTC), media_type=media_type, content=content)
        return self._keep(item)

    def items(self) -> list[Item]:
        """All that is kept, in the order it was added."""
        files = self._folder.glob("*.sealed") if self._folder.is_dir() else ()
        return sorted((self._read(path) for path in files), key=lambda item: (item.added, item.id))

    def remove(self, wanted: str) -> Item:
        """Remove the one item whose id begins so."""
        fitting = [item for item in self.items() if item.id.startswith(wanted)] if wanted else []
        if len(fitting) != 1:
            raise BadProfileError(
                _n(
                    "{count} piece of evidence has an id that begins with '{wanted}'",
                    "{count} pieces of evidence have an id that begins with '{wanted}'",
                    len(fitting),
                    wanted=wanted,
                )
                if fitting
                else _("no pieces of evidence have an id that begins with '{wanted}'", wanted=wanted),
                remedy=_("`walkout evidence list` shows the ids."),
            )
        (self._folder / f"{fitting[0].id}.sealed").unlink()
        return fitting[0]

    def _keep(self, item: Item) -> Item:
        head = {"id": item.id, "kind": item.kind, "added": item.added.isoformat(), "media_type": item.media_type}
        head |= {"prompt": item.prompt, "answer": item.answer}
        told = json.dumps(head, ensure_ascii=False).encode("utf-8")
        nonce = os.urandom(12)
        sealed = self._cipher.encrypt(nonce, struct.pack(">I", len(told)) + told + item.content, MAGIC)
        try:
            private_folder(self._folder.parent)
            private_folder(self._folder)
            write_private(self._folder / f"{item.id}.sealed", MAGIC + nonce + sealed)
        except OSError as error:
            raise BadProfileError(
                _("the evidence cannot be written ({why})", why=error.strerror),
                where=str(self._folder),
                remedy=_("Free some space."),
            ) from error
        except CannotStartError as error:
            raise BadProfileError(error.what, where=error.where, remedy=error.remedy) from error
        return item

    def _read(self, path: Path) -> Item:
        try:
            raw = path.read_bytes()
            start = len(MAGIC) if raw.startswith(MAGIC) else len(raw)  # of a strange file nothing is taken
            opened = self._cipher.decrypt(raw[start : start + 12], raw[start + 12 :], MAGIC)
            (length,) = struct.unpack(">I", opened[:4])
            head = json.loads(opened[4 : 4 + length])
            item = Item(**{**head, "added": datetime.fromisoformat(head["added"])})
            return replace(item, content=opened[4 + length :])
        except (InvalidTag, ValueError, TypeError, KeyError, struct.error):
            raise BadProfileError(
                _("a piece of evidence cannot be opened: it was changed, or belongs to another profile"),
                where=str(path),
                remedy=_("Remove the file, then add the evidence again."),
            ) from None
        except OSError as error:
            raise BadProfileError(
                _("a piece of evidence cannot be read ({why})", why=error.strerror), where=str(path)
            ) from error


def picture_in(path: Path) -> bytes:
    """The bytes of a picture's file, unless it is too large. Raises BadProfileError."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _too_large(str(path))
        return path.read_bytes()
    except FileNotFoundError:
        raise _not_taken(str(path), _("there is no such file"), _("Check the path.")) from None
    except OSError:
        raise _not_taken(str(path), _("it is no picture that can be read"), _("Save it as PNG or JPEG.")) from None


def clean_picture(path: Path) -> tuple[bytes, str]:
    """A picture's bytes and media type, drawn anew without any metadata. Raises BadProfileError."""
    return clean_bytes(picture_in(path), str(path))


def clean_bytes(content: bytes, where: str) -> tuple[bytes, str]:
    """The same of a picture's bytes, which come from `where`. Raises BadProfileError."""
    if len(content) > MAX_BYTES:
        raise _too_large(where)
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.format not in FORMATS:
                raise _not_taken(
                    where,
                    _("{format} is not a format that is taken", format=picture.format),
                    _("Save it as PNG or JPEG."),
                )
            if picture.width * picture.height > MAX_PIXELS:
                raise _not_taken(where, _("it has too many pixels"), _("Save it smaller."))
            ending, media_type = FORMATS[picture.format]
            upright = ImageOps.exif_transpose(picture)
            plain = upright.convert("RGB" if ending == "jpg" or "A" not in upright.getbands() else "RGBA")
            drawn = Image.new(plain.mode, plain.size)
            drawn.paste(plain)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        raise _not_taken(where, _("it is no picture that can be read"), _("Save it as PNG or JPEG.")) from None
    written = io.BytesIO()
    drawn.save(written, "JPEG" if ending == "jpg" else "PNG", **({"quality": 92} if ending == "jpg" else {}))
    return written.getvalue(), media_type


def _too_large(where: str) -> BadProfileError:
    return _not_taken(
        where,
        _("it is larger than {size} MB", size=MAX_BYTES // 1024 // 1024),
        _("Cut it, or save it smaller."),
    )


def _not_taken(where: str, what: str, remedy: str) -> BadProfileError:
    return BadProfileError(_("the picture is not taken: {what}", what=what), where=where, remedy=remedy)


def _new_id() -> str:
    return uuid4().hex[:12]
