"""Pictures of a flow's pages as they were when its baseline was written, kept on this machine alone."""

import io
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

from walkout.drift.observer import Picture
from walkout.settings import private_folder, write_private

QUALITY = 80
Pictures = Mapping[str, tuple[Picture, ...]]


def keep_pictures(folder: Path, flow: str, source: str, language: str, pictures: Pictures) -> None:
    """Keep the pictures of all pages in place of those before. Raises CannotStartError, OSError."""
    plain = {
        page: [{"targets": one.targets, "image": b64encode(one.image).decode("ascii")} for one in kept]
        for page, kept in pictures.items()
    }
    file = _file(folder, flow, source, language)
    private_folder(file.parent)
    write_private(file, json.dumps(plain), lasting=False)


def kept_pictures(folder: Path, flow: str, source: str, language: str) -> Pictures:
    """The pictures kept before, by page; none where there are none, or none that can be read."""
    try:
        plain = json.loads(_file(folder, flow, source, language).read_text("utf-8"))
        return {
            page: tuple(Picture(tuple(one["targets"]), b64decode(one["image"])) for one in kept)
            for page, kept in plain.items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def compressed(png: bytes) -> bytes:
    """A PNG as WebP, a tenth of its size."""
    out = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").save(out, "WEBP", quality=QUALITY, method=2)
    return out.getvalue()


def _file(folder: Path, flow: str, source: str, language: str) -> Path:
    return folder / flow.replace("/", "-") / f"{source.replace(' ', '-')}.{language}.json"
