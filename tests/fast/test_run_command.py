"""`walkout run` with the window and the terminal replaced: ledger, receipt, warnings and trust as they are for real."""

import io
import json
import re
import sqlite3
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.console import Console

from walkout.commands import run as command
from walkout.commands.json_lines import json_output
from walkout.commands.trust import trust
from walkout.errors import BadProfileError, BadUsageError, ExitCode, LedgerError, WindowClosedError
from walkout.flow.load import find_flow, load_flow
from walkout.flow.values import checked_value, reason_maker, values_of
from walkout.ledger import Ledger, State
from walkout.profile.profile import make_profile
from walkout.settings import settings

EMAIL = "erika.mustermann@example.org"
OWN = "My pictures show my children, and no machine shall learn from them."


@pytest.fixture
def home(tmp_path: Path, monkeypatch):
    """A machine with nothing on it yet, and a person whose values come from the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    for name, value in {"DATA_DIR": str(tmp_path / "data"), "COUNTRY": "IE", "EMAIL": EMAIL, "REASON": OWN}.items():
        monkeypatch.setenv(f"WALKOUT_{name}", value)
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


@pytest.fixture
def world(home, monkeypatch, fakes, walking):
    """Runs the command at a terminal (or not): what it returns, prints, and has done in the window."""

    def running(flow="meta/facebook", *, terminal=True, confirms=(), answers=None, prepare=None, way="form", **how):
        walk = walking(way=way if way else None)
        window, person = walk.window, walk.person
        person.answers |= {"read": ["go-on"], **(answers or {})}
        person.listening = nullcontext
        if prepare:
            prepare(walk)
        out, asked, said = io.StringIO(), [], list(confirms)
        opened = []

        @contextmanager
        def a_window(file, browser, attach):
            opened.append(file.flow.origins)
            yield window

        def confirm(words, default):
            assert default is False, "the careful answer is the default"
            asked.append(words)
            return said.pop(0)

        monkeypatch.setattr(command, "_window", a_window)

        def sits_down(*_args, note, **_more):
            told = person.tell
            person.tell = lambda event: (told(event), note(event))
            return person

        monkeypatch.setattr(command, "TerminalPerson", sits_down)
        monkeypatch.setattr(command, "plain_console", lambda: Console(file=out, width=80, highlight=False))
        monkeypatch.setattr("typer.confirm", confirm)
        monkeypatch.setattr(command.sys, "stdin", SimpleNamespace(isatty=lambda: terminal))
        monkeypatch.setattr("walkout.walk.session.monotonic", window.now)
        code, error = None, None
        try:
            how = {"quiet": False, "guide": False, **how}
            code = command.run(flow, way=way, browser=None, attach=None, **how)
        except BaseException as raised:  # noqa: BLE001 - handed to the test
            error = raised
        return SimpleNamespace(
            code=code, error=error, out=out.getvalue(), asked=asked, opened=opened, walk=walk, person=person
        )

    return running


def ledger() -> Ledger:
    return Ledger(settings().ledger_file)


def receipt() -> dict:
    (file,) = settings().receipts_folder.glob("*/receipt.json")
    return json.loads(file.read_text("utf-8"))


@pytest.mark.promise(4)
@pytest.mark.promise(7)
def test_a_whole_walk_leaves_ledger_receipt_and_deadline(world):
    """The confirmation was seen: exit code 0, the ledger confirmed, a receipt, and the day for the answer."""
    ended = world()
    assert (ended.error, ended.code) == (None, ExitCode.DONE)
    (line,) = ledger().walks()
    assert line.state is State.CONFIRMED
    assert not line.running
    told = receipt()
    assert (told["outcome"], told["counts_as_submission"], told["dry_run"]) == ("submitted", True, False)
    assert told["deadline"] == line.deadline.isoformat()
    assert Path(line.receipt) == settings().receipts_folder / Path(line.receipt).name
    assert f"{line.deadline:%d %B %Y}" in ended.out
    assert "✓ Done" in ended.out
    assert ended.person.asked("read"), "the window stays open until she has read the page"


@pytest.mark.promise(6)
def test_nothing_that_is_written_or_printed_holds_a_value(world, home):
    """No file below the data folder and no line on the terminal, but the review, holds her address or reason."""
    ended = world()
    files = [file for file in home.rglob("*") if file.is_file()]
    assert len(files) >= 3
    for file in files:
        assert EMAIL.encode() not in file.read_bytes(), file
        assert OWN.encode() not in file.read_bytes(), file
        assert file.stat().st_mode & 0o077 == 0, file
    assert EMAIL not in ended.out
    assert OWN not in ended.out


@pytest.mark.promise(6)
def test_json_is_all_that_the_output_holds(world, capsys):
    """With --json each line is an object, the last one the outcome; no value of hers is in any, also not on the way."""
    ended = world(json=True)
    shown = capsys.readouterr()
    told = [json.loads(line) for line in shown.out.splitlines()]
    assert ended.error is None
    assert {"step-done", "person-asked", "person-answered", "sent", "confirmation-seen"} <= {
        one["event"] for one in told
    }
    (line,) = ledger().walks()
    end = told[-1]
    assert [one["event"] for one in told].count("walk-ended") == 1
    assert (end["event"], end["outcome"], end["exit_code"], end["dry_run"]) == ("walk-ended", "submitted", 0, False)
    assert (end["deadline"], Path(end["receipt"])) == (line.deadline.isoformat(), Path(line.receipt))
    assert datetime.fromisoformat(end["sent_at"]) == line.sent_at
    assert EMAIL not in shown.out
    assert OWN not in shown.out


def test_json_leaves_questions_to_the_other_output(world, capsys):
    """A question before the walk is no object, and a walk that she does not begin has none."""
    world(json=True)
    capsys.readouterr()
    ended = world(json=True, confirms=[False])
    shown = capsys.readouterr()
    assert (ended.code, shown.out) == (ExitCode.STOPPED, "")
    assert "Already sent" in ended.out


def test_json_output_keeps_out_what_others_print(capsys):
    """While a walk is written as JSON, what others print goes to the other output, and not any longer than that."""
    with json_output() as write:
        print("a library prints this")
        write({"event": "step-done", "text": "“ü”"})
    print("after")
    shown = capsys.readouterr()
    assert shown.out.splitlines() == ['{"event": "step-done", "text": "“ü”"}', "after"]
    assert shown.err == "a library prints this\n"


@pytest.mark.parametrize("quiet", [True, False])
def test_quiet_leaves_the_introduction_out_and_tells_the_end(world, quiet):
    """With --quiet the run begins without words; how it ended and where the receipt is are told all the same."""
    ended = world(quiet=quiet)
    assert ("At any time" in ended.out) is not quiet
    assert "✓ Done" in ended.out
    assert "Receipt:" in ended.out


def changed_notice(walk):
    screen = walk.window.screens["notice"]
    new = replace(screen.elements[1], name="You may object by a form.")
    walk.window.screens["notice"] = replace(screen, elements=(screen.elements[0], new, *screen.elements[2:]))


@pytest.mark.parametrize("end", ["confirmed", "stopped", "already-objected"])
def test_a_changed_notice_marks_the_earlier_submission(world, end):
    """A notice that says something else than before the first submission marks it, and she is told.

    A new confirmed one settles it, as does the service's word that it has the first.
    """
    first = world(way="notification")
    assert (first.error, first.person.told("text-seen")) == (None, [])
    (known,) = ledger().walks()
    with sqlite3.connect(settings().ledger_file) as database:
        database.execute("UPDATE walks SET sent_at = '2026-01-01T00:00:00+00:00'")

    def prepare(walk):
        changed_notice(walk)
        if end == "already-objected":
            said = walk.window.screens["refused"].elements[0]
            walk.window.screens["already"] = replace(
                walk.window.screens["refused"], elements=(replace(said, name="You have already objected"),)
            )
            walk.window.screens["notice"].leads["right to object"] = "already"

    answers = {"review": ["stop"]} if end == "stopped" else {}
    again = world(way="notification", confirms=[True], prepare=prepare, answers=answers)
    assert again.error is None
    assert (
        again.code == {"confirmed": 0, "stopped": ExitCode.STOPPED, "already-objected": ExitCode.ALREADY_OBJECTED}[end]
    )
    (told,) = again.person.told("text-seen")
    assert "walkout policy meta/facebook --since" in told.text
    earlier = next(walk for walk in ledger().walks() if walk.id == known.id)
    assert len(earlier.rechecks) == (end == "stopped")


@pytest.mark.promise(1)
def test_stopped_at_the_review_nothing_is_sent(world):
    """She stops: the ledger says stopped, the receipt that nothing was sent, and the code is that of a stop."""
    ended = world(answers={"review": ["stop"]})
    assert ended.code == ExitCode.STOPPED
    assert ledger().walks()[0].state is State.STOPPED
    assert receipt()["outcome"] == "stopped"
    assert "Not sent" in ended.out
    assert "Nothing was sent" in ended.out
    assert not ended.person.asked("read")


@pytest.mark.promise(4)
@pytest.mark.parametrize(
    ("screen", "code", "state", "words"),
    [
        ("unknown", ExitCode.UNCONFIRMED, State.UNCONFIRMED, "not confirmed"),
        ("refused", ExitCode.REFUSED, State.REFUSED, "does not take this request"),
        ("locked", ExitCode.UNCONFIRMED, State.UNCONFIRMED, "not confirmed"),
        ("unavailable", ExitCode.UNCONFIRMED, State.UNCONFIRMED, "not confirmed"),
    ],
)
def test_every_other_end_after_sending_is_told_as_it_is(world, screen, code, state, words):
    """No confirmation is no success: code, ledger, receipt and words agree."""
    ended = world(prepare=lambda walk: walk.window.screens["form"].leads.update(Send=screen))
    assert (ended.error, ended.code) == (None, code)
    assert ledger().walks()[0].state is state
    told = receipt()
    assert not told["counts_as_submission"]
    assert words in " ".join(ended.out.split())
    assert "✓ Done" not in ended.out


@pytest.mark.promise(7)
@pytest.mark.parametrize(
    ("moment", "state", "outcome"),
    [("select", State.STOPPED, "stopped"), ("click", State.SENDING, "unconfirmed")],
)
def test_an_error_in_the_middle_leaves_a_true_ledger(world, moment, state, outcome):
    """Whatever breaks, the ledger says what is known: stopped before the click, `sending` from it on."""

    def breaks(walk):
        def before(call, name):
            if name == moment:
                raise RuntimeError("something broke")

        walk.window.before = before

    ended = world(prepare=breaks)
    assert isinstance(ended.error, RuntimeError)
    (line,) = ledger().walks()
    assert (line.state, line.running) == (state, False)
    assert receipt()["outcome"] == outcome


@pytest.mark.promise(7)
def test_a_second_interrupt_leaves_a_true_ledger(world):
    """KeyboardInterrupt at the code: it was sent, and nothing says that it was confirmed."""

    def twice(pause, moved):
        raise KeyboardInterrupt

    ended = world(answers={"enter-the-code": [twice]})
    assert isinstance(ended.error, KeyboardInterrupt)
    assert ledger().walks()[0].state is State.UNCONFIRMED
    assert receipt()["outcome"] == "unconfirmed"


@pytest.mark.promise(7)
def test_a_ledger_that_breaks_before_sending_is_the_error_that_is_told(world):
    """The ledger cannot be written: nothing is sent, the receipt says so, and the first error is the one told."""

    def spoil(pause, moved):
        settings().ledger_file.write_bytes(b"no database")
        return "send"

    ended = world(answers={"review": [spoil]})
    assert isinstance(ended.error, LedgerError)
    assert ("click", "Send") not in ended.walk.log


def test_a_window_closed_at_the_last_page_is_no_fault(world):
    """After the confirmation she closes the window instead of pressing Enter: all is well."""

    def close(pause, moved):
        raise WindowClosedError("the browser window was closed")

    ended = world(answers={"read": [close]})
    assert (ended.error, ended.code) == (None, ExitCode.DONE)


@pytest.mark.promise(7)
@pytest.mark.parametrize("end", ["confirmed", "unconfirmed"])
def test_a_second_walk_warns_that_it_was_sent(world, end):
    """The same flow again: she hears when it was sent, and only her yes opens a window."""
    first = {} if end == "confirmed" else {"answers": {"enter-the-code": ["stop"]}}
    world(**first)
    again = world(confirms=[False])
    assert again.code == ExitCode.STOPPED
    assert not again.opened
    assert len(ledger().walks()) == 1
    assert len(again.asked) == 1
    third = world(confirms=[True])
    assert third.opened
    assert len(ledger().walks()) == 2


def test_a_second_walk_without_a_terminal_is_refused(world, capsys):
    """Nobody is there to say yes: nothing is opened, and the error says what to do."""
    world()
    again = world(terminal=False)
    assert isinstance(again.error, BadUsageError)
    assert not again.opened
    told = capsys.readouterr()
    assert "Already sent on" in again.out + told.out + told.err


@pytest.mark.parametrize("end", ["stop"])
def test_after_a_walk_that_sent_nothing_there_is_no_warning(world, end):
    """A walk that was stopped before sending is no earlier submission."""
    world(answers={"review": [end]})
    assert world().asked == []


class TestStrangersFlow:
    """A flow from elsewhere: shown in full, run only at her word, remembered by what is in the file."""

    @pytest.fixture
    def stranger(self, home) -> Path:
        path = home / "mine.yaml"
        path.write_text(find_flow("meta/facebook").read_text("utf-8"), "utf-8")
        return path

    @pytest.mark.promise(8)
    def test_it_is_shown_and_asked_about_once(self, world, stranger):
        """Her yes counts for this file as it is; the second run asks no more."""
        first = world(str(stranger), confirms=[True])
        assert first.code == ExitCode.DONE
        for words in ("https://www.facebook.com", "your email into field:email", "version"):
            assert words in " ".join(first.out.split())
        assert len(first.asked) == 1
        second = world(str(stranger), confirms=[True])
        assert len(second.asked) == 1, "only the warning that it was sent already"
        assert "Do you want to go through the form again?" in second.asked

    @pytest.mark.promise(8)
    def test_a_changed_file_is_asked_about_anew(self, world, stranger):
        """One changed letter makes it another flow."""
        world(str(stranger), confirms=[True], answers={"review": ["stop"]})
        stranger.write_text(stranger.read_text("utf-8").replace("title: Object", "title: object"), "utf-8")
        again = world(str(stranger), confirms=[False])
        assert again.code == ExitCode.STOPPED
        assert not again.opened

    @pytest.mark.promise(8)
    def test_no_is_no(self, world, stranger):
        """Without her yes no window opens, nothing is written, and no trust is remembered."""
        ended = world(str(stranger), confirms=[False])
        assert ended.code == ExitCode.STOPPED
        assert not ended.opened
        assert not settings().ledger_file.exists()
        assert not settings().trusted_flows_file.exists()

    @pytest.mark.promise(8)
    def test_nobody_there_to_say_yes(self, world, stranger):
        """Without a terminal it is refused."""
        ended = world(str(stranger), terminal=False)
        assert isinstance(ended.error, BadUsageError)
        assert not ended.opened

    def test_the_trust_is_hers_alone(self, world, stranger):
        """The file of trusted flows is readable by her alone, and a damaged one trusts nothing."""
        world(str(stranger), confirms=[True], answers={"review": ["stop"]})
        file = settings().trusted_flows_file
        assert file.stat().st_mode & 0o777 == 0o600
        for spoiled in ("[]", "nonsense", "\x00"):
            file.write_text(spoiled)
            assert world(str(stranger), confirms=[False]).asked

    @pytest.mark.promise(8)
    def test_a_shipped_flow_needs_no_word(self, world):
        """What came with walkout is not asked about."""
        assert world(answers={"review": ["stop"]}).asked == []


@pytest.mark.parametrize("name", ["EMAIL", "COUNTRY"])
def test_a_missing_value_without_a_terminal_is_told(world, monkeypatch, name):
    """No profile and nobody to ask: the error names what is missing, and no window opens."""
    monkeypatch.delenv(f"WALKOUT_{name}")
    settings.cache_clear()
    ended = world(terminal=False)
    assert isinstance(ended.error, BadProfileError)
    assert name.lower() in ended.error.what
    assert not ended.opened
    assert not settings().ledger_file.exists()


def test_a_country_that_is_none_is_told(world, monkeypatch):
    """Two letters that no country has are an error of the profile, not a fault of walkout."""
    monkeypatch.setenv("WALKOUT_COUNTRY", "QX")
    settings.cache_clear()
    ended = world()
    assert isinstance(ended.error, BadProfileError)
    assert not ended.opened


def test_browser_and_attach_do_not_fit_together(home):
    """One starts a browser, the other uses a running one."""
    with pytest.raises(BadUsageError):
        command.run("meta/facebook", way=None, browser="chrome", attach="http://127.0.0.1:1", quiet=False, guide=False)


def test_an_unknown_way_opens_nothing(world):
    """A way that the flow does not have is told before anything is opened or written."""
    ended = world(way=None)
    assert ended.code == ExitCode.DONE
    with pytest.raises(BadUsageError):
        command.run("meta/facebook", way="back-door", browser=None, attach=None, quiet=False, guide=False)


class TestValues:
    """Personal values in the form in which flows use them."""

    def test_a_country_is_two_letters(self):
        """A country is known by its name or code."""
        assert checked_value("country", "Irland") == checked_value("country", "ie") == "IE"

    @pytest.mark.parametrize(("name", "text"), [("country", "Atlantis"), ("email", "erika(at)example"), ("reason", "")])
    def test_a_value_that_is_none_is_refused_without_showing_it(self, name, text):
        """The error says what is wanted and does not repeat what was typed."""
        with pytest.raises(BadProfileError) as error:
            checked_value(name, text)
        assert not text or text not in str(error.value)

    def test_a_reason_is_made_where_there_is_none(self):
        """Country and language make the reason; her own goes before."""
        made = values_of(make_profile({"country": "DE", "email": EMAIL, "language": "de"}))["reason"]
        assert "DSGVO" in made
        assert values_of(make_profile({"country": "DE", "reason": OWN}))["reason"] == OWN

    def test_her_own_reason_needs_no_template_for_her_country(self):
        """Where no law is known, her own reason is taken, and no template is wanted."""
        profile = make_profile({"country": "US", "email": EMAIL, "reason": OWN})
        assert values_of(profile)["reason"] == OWN
        assert reason_maker(profile) is None
        with pytest.raises(BadProfileError):
            values_of(make_profile({"country": "US", "email": EMAIL}))

    def test_a_made_reason_is_made_anew_for_another_country(self):
        """A kept reason that is the template's follows the country; her own words do not."""
        profile = make_profile({"country": "DE", "email": EMAIL})
        kept = make_profile({"country": "DE", "email": EMAIL, "reason": values_of(profile)["reason"]})
        assert reason_maker(profile)("GB", "en") == reason_maker(kept)("GB", "en") != values_of(profile)["reason"]
        assert reason_maker(make_profile({"country": "DE", "reason": OWN})) is None


@pytest.mark.promise(1)
def test_a_country_without_a_template_cannot_be_changed_to_at_the_review(world, monkeypatch):
    """With a made reason, a country for which none can be made is not taken: nothing changes, and nothing breaks."""
    from walkout.walk.person import Answer

    monkeypatch.delenv("WALKOUT_REASON")
    settings.cache_clear()
    ended = world(answers={"review": [Answer("change", value_name="country", value="US"), "stop"]})
    assert (ended.error, ended.code) == (None, ExitCode.STOPPED)
    assert ended.person.told("not-changed")
    first, second = ended.person.asked("review")
    assert first.rows == second.rows


def test_the_shipped_flow_is_the_one_that_is_run(world):
    """The receipt names the version that was walked."""
    world()
    assert receipt()["flow"]["version_hash"] == load_flow(find_flow("meta/facebook")).sha256


ASKS = """
asks:
  - ask: born
    question: Your date of birth
    kind: date
verified:"""


@pytest.mark.promise(6)
def test_answers_to_a_flow_are_asked_once_before_the_window_and_kept_nowhere(world, home, monkeypatch, make):
    """The question comes after her word on the flow and before the window; the answer is typed, and in no file and on
    no line of the terminal."""
    text = find_flow("meta/facebook").read_text("utf-8").replace("\nverified:", ASKS, 1)
    fill = "- fill: {field: birthday, value: born}"
    path = home / "asking.yaml"
    path.write_text(re.sub(r"\n( +)(- send: )", rf"\n\1{fill}\n\1\2", text), "utf-8")
    questions = []

    def answer(prompt):
        assert not walk.log, "the window is open already"
        questions.append(prompt)
        return "1990-05-17"

    def prepare(walking):
        nonlocal walk
        walk = walking
        screen = walking.window.screens["form"]
        born = make.element("textbox", "Date of birth", form=0)
        said = make.element("text", "If you were born on 17 May 1990, this notice is for you as well.")
        walking.window.screens["form"] = replace(
            screen, elements=(*screen.elements[:-1], born, screen.elements[-1], said)
        )
        walking.session.plan = None

    walk = None
    monkeypatch.setattr("builtins.input", answer)
    ended = world(str(path), confirms=[True], prepare=prepare)
    assert (ended.error, ended.code) == (None, ExitCode.DONE)
    assert len(questions) == 1
    assert ("fill", "Date of birth", "1990-05-17") in walk.log
    assert "asks 1 question for the form at" in " ".join(ended.out.split())
    assert "1990" not in ended.out
    written = [file for file in home.rglob("*") if file.is_file()]
    assert not [file for file in written if b"1990" in file.read_bytes()]


def test_a_flow_that_has_to_ask_does_not_begin_without_a_terminal(world, home):
    """Without a terminal nothing can be asked: nothing is opened, and she is told why."""
    text = find_flow("meta/facebook").read_text("utf-8").replace("\nverified:", ASKS, 1)
    path = home / "asking.yaml"
    path.write_text(re.sub(r"\n( +)(- send: )", r"\n\1- fill: {field: birthday, value: born}\n\1\2", text), "utf-8")
    trust(load_flow(path))
    ended = world(str(path), terminal=False)
    assert isinstance(ended.error, BadUsageError)
    assert "asks for born" in ended.error.what
    assert not ended.opened
