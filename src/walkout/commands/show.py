"""`walkout show`: what a flow may touch, before it is run."""

from rich.text import Text

from walkout.commands.console import plain_console
from walkout.flow.load import FlowFile, find_flow, load_flow
from walkout.flow.model import PageOfOutcome, PageOfPerson, PageOfReturn, PageOfSteps
from walkout.flow.steps import target_of
from walkout.flow.targets import describe
from walkout.flow.touching import touches_of
from walkout.words.names import day_or_never
from walkout.words.speech import _


def show(flow: str) -> int:
    """Print what the flow does, page by page. Raises BadFlowError."""
    file = load_flow(find_flow(flow))
    console = plain_console()
    console.print(touches(file))
    console.print(Text("\n" + _("Pages, and what is done there:"), style="bold"))
    for page in file.flow.pages:
        console.print(
            Text(f"  {page.page}", style="bold")
            + Text("  " + _("known by {targets}", targets=", ".join(map(describe, page.known_by))), style="dim")
        )
        match page:
            case PageOfSteps():
                for step in page.steps:
                    verb = next(iter(type(step).model_fields))
                    console.print(Text(f"    {verb} {describe(target_of(step))}"))
            case PageOfPerson():
                console.print("    " + _("wait for you: {to}", to=page.wait_for_person.to))
            case PageOfReturn():
                console.print("    " + _("open the way in again from its start"))
            case PageOfOutcome():
                console.print("    " + _("the end: {outcome}", outcome=page.outcome))
    return 0


def touches(file: FlowFile) -> Text:
    """The places a flow opens, the values it types and into which fields, and the pages on which it sends."""
    flow = file.flow
    text = Text()
    text.append(f"{_(flow.title)}\n", style="bold")
    text.append(
        _("{flow}, version {version}, {right}", flow=flow.flow, version=file.sha256[:12], right=_(flow.right)) + "\n",
        style="dim",
    )
    text.append(_("Opens and types only on:") + " ")
    text.append(", ".join(flow.origins), style="bold")
    text.append("\n" + _("Starts at:") + "\n")
    for way in flow.ways:
        text.append(f"  {way.way}: {way.start}\n")
    if flow.asks:
        text.append(_("Asks you, and keeps the answers only for the walk:") + "\n")
    for ask in flow.asks:
        answer = _("{answered}; may be left out", answered=ask.answered) if ask.optional else ask.answered
        text.append(f"  {ask.ask}: “{ask.question}” ({answer})\n")
    text.append(_("Types:") + "\n")
    touched = touches_of(flow)
    for typed in touched.typed:
        text.append(
            "  "
            + _(
                "your {value} into {target} on the page {page}",
                value=typed.value,
                target=describe(typed.target),
                page=typed.page,
            )
            + "\n"
        )
    text.append(
        _("Sends, after you have read it and said so, on: {sends}", sends=", ".join(touched.sends) or _("no page"))
        + "\n"
    )
    text.append(
        _(
            "Verified on the live pages: {live}; on fixtures: {fixtures}",
            live=day_or_never(flow.verified.live),
            fixtures=day_or_never(flow.verified.fixtures),
        )
    )
    return text
