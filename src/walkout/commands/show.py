"""`walkout show`: what a flow may touch, before it is run."""

from rich.text import Text

from walkout.commands.console import plain_console
from walkout.flow.load import FlowFile, find_flow, load_flow
from walkout.flow.model import PageOfOutcome, PageOfPerson, PageOfReturn, PageOfSteps
from walkout.flow.steps import ChooseStep, FillStep, SendStep, UploadStep, target_of, value_in
from walkout.flow.targets import describe


def show(flow: str) -> int:
    """Print what the flow does, page by page. Raises BadFlowError."""
    file = load_flow(find_flow(flow))
    console = plain_console()
    console.print(touches(file))
    console.print(Text("\nPages, and what is done there:", style="bold"))
    for page in file.flow.pages:
        console.print(
            Text(f"  {page.page}", style="bold")
            + Text(f"  known by {', '.join(map(describe, page.known_by))}", style="dim")
        )
        match page:
            case PageOfSteps():
                for step in page.steps:
                    verb = next(iter(type(step).model_fields))
                    console.print(Text(f"    {verb} {describe(target_of(step))}"))
            case PageOfPerson():
                console.print(f"    wait for you: {page.wait_for_person.to}")
            case PageOfReturn():
                console.print("    open the way in again from its start")
            case PageOfOutcome():
                console.print(f"    the end: {page.outcome}")
    return 0


def touches(file: FlowFile) -> Text:
    """The places a flow opens, the values it types and into which fields, and the pages on which it sends."""
    flow = file.flow
    text = Text()
    text.append(f"{flow.title}\n", style="bold")
    text.append(f"{flow.flow}, version {file.sha256[:12]}, {flow.right}\n", style="dim")
    text.append("Opens and types only on: ")
    text.append(", ".join(flow.origins), style="bold")
    text.append("\nStarts at:\n")
    for way in flow.ways:
        text.append(f"  {way.way}: {way.start}\n")
    if flow.asks:
        text.append("Asks you, and keeps the answers only for the walk:\n")
    for ask in flow.asks:
        text.append(f"  {ask.ask}: “{ask.question}” ({ask.answered}{'; may be left out' if ask.optional else ''})\n")
    text.append("Types:\n")
    for page in flow.pages:
        for step in page.steps if isinstance(page, PageOfSteps) else ():
            if isinstance(step, ChooseStep | FillStep | UploadStep):
                inner = value_in(step)
                text.append(f"  your {inner.value} into {describe(inner.target)} on the page {page.page}\n")
    sends = [
        page.page
        for page in flow.pages
        if isinstance(page, PageOfSteps) and any(isinstance(s, SendStep) for s in page.steps)
    ]
    text.append(f"Sends, after you have read it and said so, on: {', '.join(sends) or 'no page'}\n")
    text.append(f"Verified on the live pages: {flow.verified.live}; on fixtures: {flow.verified.fixtures}")
    return text
