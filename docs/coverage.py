"""Make docs/coverage.md from the flows and fixture sites, and from walks on them.

    .venv/bin/python docs/coverage.py

For each site one walk by each way and with each fault, in its first language, in one headless browser: some minutes.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import which

from walkout.browser.find import find_browser
from walkout.browser.interception import Interception
from walkout.browser.session import rehearsal_browser, rehearsal_page
from walkout.browser.window import BrowserWindow
from walkout.dryrun.rehearse import plan_for
from walkout.dryrun.scripted import ScriptedPerson
from walkout.dryrun.site import SiteInfo, load_site, site_info
from walkout.flow.load import FlowFile, load_flow
from walkout.shipped_files import fixture_folders, flow_files
from walkout.walk.person import Event
from walkout.walk.records import NoRecords
from walkout.walk.session import Patience, Session
from walkout.walk.walk import walk

TARGET = Path(__file__).with_name("coverage.md")
PATIENCE = Patience(recognise_s=4, find_s=1.5, poll_ms=20)
HEAD = """# What is covered, and what is guessed

Made by `.venv/bin/python docs/coverage.py` from `flows/`, `fixtures/` and walks on them; do not edit it by hand.
Nobody of this project has seen the live pages: "known" counts the claims that a public source makes about such pages,
"guessed" the points where the stand-in goes beyond them. Each `site.yaml` has them in words, with their sources.

## Variants

"Pages of the flow" are those that the walks by the ways met, in order.

| flow | site | regions | reported for | known / guessed | sources | languages | ways in | pages of the flow |
|---|---|---|---|---|---|---:|---|---|
"""
FAULTS = """
## Troubles

What goes wrong, what the person is told, and how the walk ends, by site. To see one:
`walkout dry-run FLOW --variant VARIANT --fault FAULT`. Pictures of many: [troubles](pictures/troubles/README.md).
"""
COLUMNS = "| fault | what goes wrong | what she is told | the walk ends with |\n|---|---|---|---|\n"


@dataclass(frozen=True)
class Met:
    """What one walk met: pages of the flow in order, what was told and asked, how it ended."""

    pages: tuple[str, ...]
    told: tuple[str, ...]
    outcome: str


def main() -> None:
    rows, troubles = [], []
    shell = which("chromium-headless-shell")
    found = find_browser(None)
    with rehearsal_browser(replace(found, path=shell) if shell else found) as browser:
        for file in map(load_flow, flow_files()):
            for folder in fixture_folders(file.flow.flow):
                info = site_info(folder)

                def meet(way: str | None, fault: str, folder: Path = folder, file: FlowFile = file) -> Met:
                    return _meet(browser, file, folder, way, fault)

                rows.append(_row(file, folder, info, [meet(way, "") for way in info.ways]))
                troubles.append(_troubles(folder, info, {fault: meet(None, fault) for fault in info.faults}))
                print(folder.name, flush=True)
    TARGET.write_text(HEAD + "".join(rows) + FAULTS + "".join(troubles), "utf-8")


def _meet(browser: object, file: FlowFile, folder: Path, way: str | None, fault: str) -> Met:
    language = site_info(folder).languages[0]
    site = load_site(folder, language=language, faults=[fault] if fault else [])
    plan = plan_for(file, site, way)
    events: list[Event] = []
    with rehearsal_page(browser, Interception(site.answer), language) as page:  # type: ignore[arg-type]
        window = BrowserWindow(page.context, page, plan.flow.origins)
        person = ScriptedPerson(window, site, plan.values.get("email", ""), events.append)
        outcome = walk(Session(plan, window, person, NoRecords(), PATIENCE))
    pages = (str(event.data["page"]) for event in events if event.event == "page-recognised")
    told = (event.text for event in events if event.event in ("person-asked", "page-told", "way-reopened", "way-left"))
    return Met(tuple(dict.fromkeys(pages)), tuple(dict.fromkeys(told)), outcome.name)


def _row(file: FlowFile, folder: Path, info: SiteInfo, walks: list[Met]) -> str:
    pages = dict.fromkeys(page for met in walks for page in met.pages)
    sources = "; ".join(dict.fromkeys(source.strip() for known in info.known for source in known.source.split(";")))
    cells = [
        f"`{file.flow.flow}`",
        f"`{folder.name}`",
        ", ".join(info.regions),
        info.date,
        f"{len(info.known)} / {len(info.guessed)}",
        sources,
        str(len(info.languages)),
        ", ".join(info.ways),
        ", ".join(pages),
    ]
    return f"| {' | '.join(cells)} |\n"


def _troubles(folder: Path, info: SiteInfo, walks: dict[str, Met]) -> str:
    return "".join([f"\n### {folder.name}\n\n{COLUMNS}", *_lines(info, walks)])


def _lines(info: SiteInfo, walks: dict[str, Met]) -> Iterator[str]:
    usual = Counter(line for met in walks.values() for line in met.told)
    for name, fault in info.faults.items():
        # What every walk tells (the review, the code) is no news of this fault.
        news = [line for line in walks[name].told if usual[line] <= max(2, len(walks) // 3)]
        by = " (by the person)" if fault.by == "person" else ""
        yield f"| `{name}`{by} | {fault.description} | {' / '.join(news) or '–'} | {walks[name].outcome} |\n"


if __name__ == "__main__":
    main()
