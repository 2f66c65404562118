"""The questions of a flow, asked in the terminal before its walk begins. The answers are kept in memory only."""

import sys

from rich.console import Console

from walkout.commands.lines import plain
from walkout.errors import BadProfileError, BadUsageError
from walkout.flow.asks import Ask, checked_answer
from walkout.flow.load import FlowFile
from walkout.flow.steps import ValueName
from walkout.words.speech import N_, _, _n

HOW_TO_END = N_("Several lines are possible; an empty line ends it.")


def check_that_somebody_can_answer(file: FlowFile) -> None:
    """Raises BadUsageError where the flow asks something that it cannot do without, and there is no terminal."""
    required = [ask.ask for ask in file.flow.asks if not ask.optional]
    if required and not sys.stdin.isatty():
        raise BadUsageError(
            _("the flow {flow} asks for {required}", flow=file.flow.flow, required=", ".join(required)),
            remedy=_("Run this in a terminal."),
        )


def ask_for_answers(file: FlowFile, console: Console) -> dict[ValueName, str]:
    """Her answers to the flow's questions, checked. A question that may be left out is, where she only presses Enter.

    Without a terminal nothing is asked. Raises BadUsageError where her input ends.
    """
    asks = file.flow.asks
    if not asks or not sys.stdin.isatty():
        return {}
    for line in introduction(file):
        console.print(plain(line))
    answers: dict[ValueName, str] = {}
    for ask in asks:
        answer = _answer(ask, console)
        if answer:
            answers[ask.ask] = answer
    return answers


def introduction(file: FlowFile) -> tuple[str, ...]:
    """Who asks, and what becomes of the answers."""
    flow = file.flow
    whose = _("comes with walkout") if file.is_shipped else _("did not come with walkout: {path}", path=file.path)
    return (
        _n(
            "The flow {flow} ({whose}) asks {count} question for the form at {origins}.",
            "The flow {flow} ({whose}) asks {count} questions for the form at {origins}.",
            len(flow.asks),
            flow=flow.flow,
            whose=whose,
            origins=", ".join(flow.origins),
        ),
        _("The answers are kept until the walk ends and nowhere else; you see them once more before anything is sent."),
        _("walkout never needs a password, a code or a card number: give none here."),
    )


def _answer(ask: Ask, console: Console) -> str:
    """An answer that will do; empty for a question that is left out."""
    console.print()
    console.print(plain(ask.question, "bold"))
    for number, choice in enumerate(ask.choices, 1):
        console.print(plain(f"  {number} = {choice}"))
    how = _(HOW_TO_END) if ask.kind == "long-text" else _("Wanted is {answered}.", answered=ask.answered)
    told = [*([] if ask.choices else [how]), *([_("Enter leaves it out.")] if ask.optional else [])]
    if told:
        console.print(plain(" ".join(told), "dim"))
    while True:
        said = _lines() if ask.kind == "long-text" else _line()
        if ask.optional and not said.strip():
            return ""
        try:
            return checked_answer(ask, said)
        except BadProfileError as error:
            console.print(plain(f"{error.what} {error.remedy}", "yellow"))


def _line() -> str:
    try:
        return input("> ")
    except EOFError:
        raise BadUsageError(_("the input ended before all was answered"), remedy=_("Run this in a terminal.")) from None


def _lines() -> str:
    """What she writes up to an empty line."""
    lines: list[str] = []
    while line := _line().strip():
        lines.append(line)
    return "\n".join(lines)
