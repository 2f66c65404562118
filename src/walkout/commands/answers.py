"""The questions of a flow, asked in the terminal before its walk begins. The answers are kept in memory only."""

import sys

from rich.console import Console

from walkout.commands.terminal import plain
from walkout.errors import BadProfileError, BadUsageError
from walkout.flow.asks import Ask, checked_answer
from walkout.flow.load import FlowFile
from walkout.flow.steps import ValueName

HOW_TO_END = "Several lines are possible; an empty line ends it."


def check_that_somebody_can_answer(file: FlowFile) -> None:
    """Raises BadUsageError where the flow asks something that it cannot do without, and there is no terminal."""
    required = [ask.ask for ask in file.flow.asks if not ask.optional]
    if required and not sys.stdin.isatty():
        raise BadUsageError(
            f"the flow {file.flow.flow} asks for {', '.join(required)}", remedy="Run this in a terminal."
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
    whose = "comes with walkout" if file.is_shipped else f"did not come with walkout: {file.path}"
    number = len(flow.asks)
    return (
        f"The flow {flow.flow} ({whose}) asks {number} question{'s' if number > 1 else ''} for the form at "
        f"{', '.join(flow.origins)}.",
        "The answers are kept until the walk ends and nowhere else; you see them once more before anything is sent.",
        "walkout never needs a password, a code or a card number: give none here.",
    )


def _answer(ask: Ask, console: Console) -> str:
    """An answer that will do; empty for a question that is left out."""
    console.print()
    console.print(plain(ask.question, "bold"))
    for number, choice in enumerate(ask.choices, 1):
        console.print(plain(f"  {number} = {choice}"))
    how = HOW_TO_END if ask.kind == "long-text" else "" if ask.choices else f"Wanted is {ask.answered}."
    if how or ask.optional:
        console.print(plain(f"{how}{' Enter leaves it out.' if ask.optional else ''}".strip(), "dim"))
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
        raise BadUsageError("the input ended before all was answered", remedy="Run this in a terminal.") from None


def _lines() -> str:
    """What she writes up to an empty line."""
    lines: list[str] = []
    while line := _line().strip():
        lines.append(line)
    return "\n".join(lines)
