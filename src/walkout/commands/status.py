"""`walkout status`: what is known of every request, when its answer is due, and what to do next."""

import json as json_format
from datetime import date, datetime

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from walkout.errors import BadUsageError, ExitCode
from walkout.ledger import Ledger, State, Walk
from walkout.ledger.standing import NextStep, Standing, next_step, standing_of
from walkout.settings import settings
from walkout.words.kept import retold
from walkout.words.speech import N_, _, _n, say_short_date

WIDTH = 80
NOTHING_YET = N_("No walk yet. `walkout list` shows what there is; `walkout dry-run` rehearses one.")
STANDINGS = {
    Standing.GOING_ON: N_("going on now"),
    Standing.BROKEN_OFF: N_("broken off before sending"),
    Standing.BEING_SENT: N_("being sent now"),
    Standing.MAYBE_SENT: N_("may have been sent: not known"),
    Standing.UNCONFIRMED: N_("sent, no confirmation seen"),
    Standing.CONFIRMED: N_("sent and confirmed"),
    Standing.REFUSED: N_("refused by the service"),
    Standing.STOPPED: N_("stopped before sending"),
}


def status(json: bool, checked: str | None = None) -> int:
    """Print all walks, the newest first. Returns DONE. Raises LedgerError, BadUsageError.

    checked: the beginning of a walk's id; the person has looked at it again, so that its rechecks go.
    """
    ledger = Ledger(settings().ledger_file)
    if checked is not None:
        ledger.settle_rechecks(_meant(checked, ledger.walks()).id)
    walks = ledger.walks()
    today = datetime.now().astimezone().date()
    if json:
        print(json_format.dumps([as_data(walk, today) for walk in walks], ensure_ascii=False, indent=1))
        return ExitCode.DONE
    console = Console(highlight=False)
    console.width = min(console.width, WIDTH)
    console.print(_table(walks, today) if walks else _(NOTHING_YET), markup=False)
    for walk in walks:
        if walk.rechecks:
            _print_recheck(console, walk)
    if any(walk.deadline for walk in walks):
        console.print(_("One month by Art. 12(3) GDPR; public holidays are not considered."), style="dim")
    return ExitCode.DONE


def state_words(walk: Walk) -> str:
    """How far the walk came, as one would say it."""
    return _(STANDINGS[standing_of(walk)])


def next_words(walk: Walk, today: date) -> str:
    """What the person may do now."""
    again = f"walkout run {walk.flow}"
    match next_step(walk, today):
        case NextStep.GO_ON:
            return _("Go on in the window.")
        case NextStep.COMPLAIN:
            return _("The answer is overdue: you can complain to your data protection authority (GDPR Art. 77).")
        case NextStep.NO_ANSWER:
            return _(
                "No answer: walk again ({again}) or, if you know that it was sent, complain to your data protection "
                "authority (GDPR Art. 77).",
                again=again,
            )
        case NextStep.RECHECK:
            return _("Recheck, as the text has changed: {command}", command=policy_words(walk))
        case NextStep.START_ANEW:
            return _("Nothing was sent. Start anew: {again}", again=again)
        case NextStep.LOOK_FOR_MAIL:
            return _("Look for a mail from the service; if there is none: {again}", again=again)
        case NextStep.LOOK_FOR_CODE:
            return _("Look for a code or a confirmation in your mail; if there is none: {again}", again=again)
        case NextStep.WAIT:
            return _("Wait for the answer.")
        case NextStep.READ_ANSWER:
            return _(
                "Read the answer. You may write back, or complain to your data protection authority (GDPR Art. 77)."
            )


def policy_words(walk: Walk) -> str:
    """The command that shows what has changed since."""
    return f"walkout policy {walk.flow} --since {min(one.since for one in walk.rechecks)}"


def as_data(walk: Walk, today: date) -> dict[str, object]:
    """A walk as `--json` prints it."""
    return {
        "walk": walk.id,
        "flow": walk.flow,
        "version": walk.version,
        "way": walk.way,
        "state": walk.state.value,
        "running": walk.running,
        "in_words": state_words(walk),
        "begun_at": walk.begun_at.isoformat(),
        "sent_at": walk.sent_at.isoformat() if walk.sent_at else None,
        "ended_at": walk.ended_at.isoformat() if walk.ended_at else None,
        "answer_due_by": walk.deadline.isoformat() if _awaited(walk) and walk.deadline else None,
        "overdue": walk.overdue(today),
        "recheck": [
            {"found_at": one.at.isoformat(), "reason": one.reason, "since": one.since.isoformat()}
            for one in walk.rechecks
        ],
        "note": walk.note,
        "receipt": str(walk.receipt) if walk.receipt else None,
        "next": next_words(walk, today),
    }


def _awaited(walk: Walk) -> bool:
    return walk.state.maybe_sent


def _table(walks: list[Walk], today: date) -> Table:
    table = Table(show_lines=True, box=box.HORIZONTALS, pad_edge=False, collapse_padding=True)
    table.add_column(_("Flow"), max_width=18, overflow="fold")
    table.add_column(_("State"), max_width=14)
    table.add_column(_("When"), no_wrap=True)
    table.add_column(_("Answer due by"), min_width=10, max_width=13)
    table.add_column(_("What to do next"), overflow="fold")
    for walk in walks:
        due = say_short_date(walk.deadline) if _awaited(walk) and walk.deadline else "–"
        late = walk.overdue(today)
        table.add_row(
            walk.flow,
            _("{state}; recheck", state=state_words(walk)) if walk.rechecks else state_words(walk),
            _sent(walk),
            _("{day} (overdue)", day=due) if late else due,
            next_words(walk, today),
            style="yellow" if late or walk.unknown or walk.rechecks else None,
        )
    return table


def _print_recheck(console: Console, walk: Walk) -> None:
    """Why a submission should be looked at again, and what to do: a line for each, with the command."""
    console.print(
        Text(
            "\n"
            + _("Recheck {id}: {flow}, {when}", id=walk.id[:8], flow=walk.flow, when=" ".join(_sent(walk).split())),
            "bold",
        )
    )
    for one in walk.rechecks:
        reason = retold(one.reason)
        console.print(Text(f"{reason[:1].upper()}{reason[1:]}."))
    todo = Table.grid(padding=(0, 2, 0, 0))
    todo.add_column(no_wrap=True)
    todo.add_column(overflow="fold")
    for what, command in (
        (_("read what changed"), policy_words(walk)),
        (_("object again"), f"walkout run {walk.flow}"),
        (_("it is fine as it is"), f"walkout status --checked {walk.id[:8]}"),
    ):
        todo.add_row(what, Text(command, "bold"))
    console.print(Padding(todo, (0, 0, 1, 2)))


def _meant(checked: str, walks: list[Walk]) -> Walk:
    fitting = [walk for walk in walks if walk.id.startswith(checked)] if checked else []
    if len(fitting) != 1:
        raise BadUsageError(
            _n(
                "{count} request has an id that begins with '{wanted}'",
                "{count} requests have an id that begins with '{wanted}'",
                len(fitting),
                wanted=checked,
            )
            if fitting
            else _("no requests have an id that begins with '{wanted}'", wanted=checked),
            remedy=_("`walkout status` shows the ids of those to be looked at again; `--json` shows all."),
        )
    return fitting[0]


def _sent(walk: Walk) -> str:
    """The day of sending, with a question mark where it is not known that it was sent; else the day it was begun."""
    if walk.sent_at is None:
        return f"{_('begun')}\n{say_short_date(walk.begun_at.astimezone().date())}"
    sent = _("sent ?") if walk.state is State.SENDING else _("sent")
    return f"{sent}\n{say_short_date(walk.sent_at.astimezone().date())}"
