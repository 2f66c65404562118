"""A fixture site drafted from a recording: its pages without what is personal, and rules that lead on as it did.

site = draft_site(pages, deeds, About("company/flow", "Object at Company", "2026-11-29"))
print(told(site.removed))            # for the person to read
folder = site.write(drafts)          # HTML files that she can open
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from importlib.resources import files
from pathlib import Path

from walkout.browser.captured import CapturedPage
from walkout.errors import BadUsageError
from walkout.record.cleaning import Removed, clean, told
from walkout.record.deeds import About, Deed, personal_of
from walkout.record.personal import Personal
from walkout.record.site_writer import SiteWriter

PREVIEW = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><link rel="stylesheet" href="recorded.css"></head>
<body><h1>{title}</h1><p>These pages would be kept. Is anything of yours, or of anybody else, left on them?</p>
<ul>{links}</ul><h2>What was taken out</h2><pre>{removed}</pre></body></html>
"""


@dataclass(frozen=True)
class DraftedSite:
    """A site that is not written yet. files: name → text. problems: what will not lead on, in words.

    removed: what was taken out of the pages. language: in which a rehearsal asks for it.
    """

    about: About
    files: Mapping[str, str] = field(repr=False)
    removed: tuple[Removed, ...]
    problems: tuple[str, ...]
    language: str

    @property
    def folder(self) -> str:
        """The folder's place among fixtures: `company/flow-recorded`."""
        return f"{self.about.flow}-recorded"

    def write(self, fixtures: Path, *, again: bool = False) -> Path:
        """Write the folder below `fixtures` and return it. again: over the files of a recording from before.

        Raises BadUsageError where there is one already.
        """
        folder = fixtures / self.folder
        if folder.exists() and not again:
            raise BadUsageError(
                "there is a recorded site already", where=str(folder), remedy="Move or remove it first."
            )
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("page-*.html"):
            old.unlink()
        for name, text in self.files.items():
            (folder / name).write_text(text, "utf-8")
        return folder


def preview(site: DraftedSite, folder: Path) -> Path:
    """Write the site below a folder for the person to read before it is kept; returns the page that leads to its pages.

    Raises BadUsageError where the folder has one already.
    """
    pages = sorted(name for name in site.files if name.endswith(".html"))
    links = "".join(f'<li><a href="{name}">{name}</a></li>' for name in pages)
    index = site.write(folder) / "index.html"
    index.write_text(
        PREVIEW.format(title=escape(site.about.title), links=links, removed=escape(told(site.removed))), "utf-8"
    )
    return index


def draft_site(
    pages: Sequence[CapturedPage], deeds: Sequence[Deed], about: About, personal: Personal | None = None
) -> DraftedSite:
    """The site of the pages in their order and of what was done on them.

    A page is captured as it was just before it was left, with its lists closed. personal: what must not be in it,
    beside what the deeds tell. Raises BadFlowError where a page cannot be freed of it, or has no web address.
    """
    known = personal_of(deeds)
    if personal is not None:
        known = Personal(known.typed + personal.typed, known.names + personal.names, known.chosen + personal.chosen)
    if known.is_in(about.title):
        about = replace(about, title=f"{about.flow}, as it was recorded")
    opened = [deed.act.address for deed in deeds if deed.act.kind == "open"]
    cleaned = clean(pages, known, opened)
    writer = SiteWriter(cleaned, deeds, about)
    own = {name: files("walkout.record").joinpath(name).read_text("utf-8") for name in ("recorded.css", "recorded.js")}
    return DraftedSite(
        about, {**writer.files(), **own}, cleaned.removed, tuple(dict.fromkeys(writer.problems)), writer.language
    )
