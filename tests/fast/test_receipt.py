"""The receipt: what it holds, what it must not hold, and what a full disk does to it."""

import hashlib
import json
import os
import re
import stat
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from walkout.masking import Masker
from walkout.receipt import FlowFacts, Receipt
from walkout.receipt import receipt as receipt_module

EMAIL = "anna.schmidt@example.org"
REASON = "I paint for a living, and my pictures are my income."
CODE = "482913"
AT = datetime(2026, 11, 20, 17, 2, 11, tzinfo=UTC)
DUE = date(2026, 12, 21)
PNG = b"\x89PNG\r\n\x1a\n masked"
FLOW = FlowFacts(
    flow="meta/facebook",
    title="Object to AI training at Meta",
    right="GDPR Art. 21(1)",
    version_hash="9f" * 32,
    service_title="Meta",
    origins=("https://www.facebook.com",),
)
MASKER = Masker({"email": EMAIL, "reason": REASON})


def begin(root: Path, *, dry_run: bool = False, flow: FlowFacts = FLOW) -> Receipt:
    return Receipt.begin(root, flow, MASKER, "5f0c", dry_run, at=AT)


def whole(root: Path, *, dry_run: bool = False, outcome: str = "submitted") -> Receipt:
    """A receipt of a walk in which every text names every personal value."""
    secrets = f"{EMAIL} {REASON} {CODE}"
    receipt = begin(root, dry_run=dry_run)
    receipt.step(AT, "form", f"typed {secrets}")
    receipt.disclosed(f"Email {secrets}", "email", MASKER.hint("email"), "https://www.facebook.com")
    receipt.agreed(AT, f"send {secrets} to Meta")
    receipt.picture(f"form {EMAIL}", PNG)
    receipt.confirmation(
        f"We received it, {secrets}.", f"https://u:p@www.facebook.com/help/{EMAIL}?email={EMAIL}#{CODE}"
    )
    receipt.finish(outcome, f"Wait for a mail to {EMAIL}.", DUE)
    return receipt


def data(receipt: Receipt) -> dict[str, object]:
    found: dict[str, object] = json.loads((receipt.folder / "receipt.json").read_text("utf-8"))
    return found


def page(receipt: Receipt) -> str:
    return (receipt.folder / "receipt.html").read_text("utf-8")


class Reader(HTMLParser):
    """The text of a page and its tags with attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags = "", list[tuple[str, dict[str, str | None]]]()
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_data_of_a_whole_walk(tmp_path: Path) -> None:
    """receipt.json tells what was done, disclosed, agreed to, answered and shown, and what comes next."""
    receipt = whole(tmp_path)
    found = data(receipt)
    assert receipt.folder.name == "20261120T170211Z-meta-facebook"
    assert (found["outcome"], found["dry_run"], found["counts_as_submission"]) == ("submitted", False, True)
    assert (found["walk"], found["begun_at"], found["deadline"]) == ("5f0c", "2026-11-20T17:02:11+00:00", "2026-12-21")
    assert found["flow"] == {**vars(FLOW), "origins": list(FLOW.origins)}
    assert found["steps"] == [
        {"at": "2026-11-20T17:02:11+00:00", "page": "form", "text": "typed [email] [reason] [code]"}
    ]
    assert found["agreed"] == [{"at": "2026-11-20T17:02:11+00:00", "to": "send [email] [reason] [code] to Meta"}]
    (disclosed,) = found["disclosed"]  # type: ignore[misc]
    assert (disclosed["value"], disclosed["hint"]) == ("email", "a•••@e••••••.org")
    assert found["confirmation"]["text"] == "We received it, [email] [reason] [code]."  # type: ignore[index]
    assert found["confirmation"]["address"] == "https://www.facebook.com/help/[email]"  # type: ignore[index]
    (picture,) = found["pictures"]  # type: ignore[misc]
    assert (picture["file"], picture["sha256"]) == ("01-form-email.png", hashlib.sha256(PNG).hexdigest())
    assert (receipt.folder / picture["file"]).read_bytes() == PNG
    assert (found["next"], found["problems"]) == ("Wait for a mail to [email].", [])


@pytest.mark.promise(6)
@pytest.mark.parametrize("dry_run", [True, False])
def test_no_value_is_in_any_file(tmp_path: Path, dry_run: bool) -> None:
    """Though every text names them, no file of the receipt holds the e-mail, the reason or the code."""
    folder = whole(tmp_path, dry_run=dry_run).folder
    written = b"".join(file.read_bytes() + file.name.encode() for file in folder.iterdir()).lower()
    assert not [value for value in (EMAIL, REASON, CODE, "anna") if value.lower().encode() in written]


@pytest.mark.promise(5)
def test_the_code_is_not_kept(tmp_path: Path) -> None:
    """A code that a page or a step shows is not written down, whoever set it apart."""
    receipt = begin(tmp_path)
    receipt.step(AT, "code", "the page says: 482 913, or 482-913")
    text = page(receipt) + json.dumps(data(receipt))
    assert "482" not in text
    assert text.count("[code]") == 4


@pytest.mark.promise(6)
@pytest.mark.parametrize("dry_run", [True, False])
def test_files_are_the_persons_alone(tmp_path: Path, dry_run: bool) -> None:
    """All files of a receipt are 0600, its folders 0700."""
    folder = whole(tmp_path / "receipts", dry_run=dry_run).folder
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in (folder, folder.parent)} == {0o700}
    assert sorted(file.name for file in folder.iterdir()) == ["01-form-email.png", "receipt.html", "receipt.json"]


@pytest.mark.promise(4)
def test_submitted_without_a_confirmation(tmp_path: Path) -> None:
    """A walk that saw no confirmation is kept as unconfirmed, whatever its end was called."""
    receipt = begin(tmp_path)
    receipt.finish("submitted", "", DUE)
    assert (data(receipt)["outcome"], data(receipt)["counts_as_submission"]) == ("unconfirmed", False)
    assert "no confirmation was seen" in Reader(page(receipt)).text


@pytest.mark.promise(4)
def test_a_dry_run_is_no_submission(tmp_path: Path) -> None:
    """The receipt of a dry run says so loudly, is labelled a rehearsal, and awaits no answer."""
    receipt = whole(tmp_path, dry_run=True)
    found, text = data(receipt), Reader(page(receipt)).text
    assert (found["outcome"], found["dry_run"]) == ("rehearsal-submitted", True)
    assert (found["counts_as_submission"], found["deadline"]) == (False, None)
    assert "DRY RUN" in text
    assert "Rehearsal: submitted" in text
    assert "The request was sent" not in text
    assert "Answer due by" not in text


def test_a_real_walk_is_no_dry_run(tmp_path: Path) -> None:
    """The receipt of a real walk speaks of no rehearsal, and says when an answer is due."""
    text = Reader(page(whole(tmp_path))).text
    assert "DRY RUN" not in text
    assert "ehears" not in text
    assert "Submitted and confirmed" in text
    assert "Monday, 21 December 2026" in text


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("unconfirmed", "Sent, not confirmed"),
        ("refused", "Refused by the service"),
        ("unavailable", "Not available"),
        ("locked", "Locked by the service"),
        ("stopped", "Stopped"),
        ("something-new", "Ended"),
    ],
)
def test_every_other_end(tmp_path: Path, outcome: str, words: str) -> None:
    """Every end but the confirmed one says what it is, and does not count as a submission."""
    receipt = whole(tmp_path, outcome=outcome)
    assert (data(receipt)["outcome"], data(receipt)["counts_as_submission"]) == (outcome, False)
    assert words in Reader(page(receipt)).text


@pytest.mark.promise(7)
def test_what_is_known_is_there_at_once(tmp_path: Path) -> None:
    """After each addition the files hold it, and say that the walk is not finished."""
    receipt = begin(tmp_path)
    for number in range(1, 4):
        receipt.step(AT, "form", f"step {number}")
        assert [step["text"] for step in data(receipt)["steps"]][-1] == f"step {number}"  # type: ignore[attr-defined]
        assert f"step {number}" in page(receipt)
    assert (data(receipt)["outcome"], data(receipt)["ended_at"]) == ("", None)
    assert "Not finished" in page(receipt)


def test_the_page_needs_nothing_else(tmp_path: Path) -> None:
    """A finished receipt.html holds its pictures, loads nothing, and runs nothing."""
    tags = Reader(page(whole(tmp_path))).tags
    sources = [attributes["src"] for tag, attributes in tags if tag == "img"]
    assert len(sources) == 1
    assert all(source is not None and source.startswith("data:image/png;base64,") for source in sources)
    assert not {tag for tag, _ in tags} & {"script", "link", "iframe", "form", "object", "a"}
    policy = next(attributes for tag, attributes in tags if attributes.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in (policy["content"] or "")
    assert "url(" not in page(begin(tmp_path))


@pytest.mark.promise(8)
def test_a_page_cannot_write_into_the_receipt(tmp_path: Path) -> None:
    """Markup in a page's words or a flow's title stays text."""
    evil = "<script>alert(1)</script><img src=x onerror='y'>\"'"
    flow = FlowFacts(**{**vars(FLOW), "title": evil, "right": evil, "service_title": evil, "origins": (evil,)})
    receipt = begin(tmp_path, flow=flow)
    receipt.step(AT, evil, evil)
    receipt.disclosed(evil, "email", evil, evil)
    receipt.agreed(AT, evil)
    receipt.confirmation(evil, f"https://www.facebook.com/{evil}")
    receipt.picture(evil, PNG)
    receipt.finish("submitted", evil, None)
    reader = Reader(page(receipt))
    assert "script" not in {tag for tag, _ in reader.tags}
    assert not [attributes for _, attributes in reader.tags if "onerror" in attributes]
    assert reader.text.count("alert(1)") >= 8


@pytest.mark.parametrize("name", ["../../x", "a/b", "\x00", "", "é" * 300, "C:\\x", "..", EMAIL])
def test_names_of_pictures_stay_in_the_folder(tmp_path: Path, name: str) -> None:
    """Whatever a page is called, its picture lies in the folder under a plain name."""
    receipt = begin(tmp_path)
    receipt.picture(name, PNG)
    assert receipt.problems == []
    (file,) = [file.name for file in receipt.folder.iterdir() if file.suffix == ".png"]
    assert re.fullmatch(r"01-[a-z0-9-]{1,60}\.png", file)


def test_two_receipts_of_one_second(tmp_path: Path) -> None:
    """Two walks that begin in the same second have folders of their own."""
    first, second = begin(tmp_path), begin(tmp_path)
    assert first.folder != second.folder
    assert first.folder.exists()
    assert second.folder.exists()


@pytest.mark.promise(8)
@pytest.mark.parametrize("text", ["half a character: \ud83d", "\x00\x1b[2J", "long " * 200_000])
def test_odd_texts_of_a_page(tmp_path: Path, text: str) -> None:
    """A page cannot break or swell the receipt with broken characters, control signs or endless words."""
    receipt = begin(tmp_path)
    receipt.step(AT, "form", text)
    receipt.confirmation(text, "https://www.facebook.com/")
    receipt.finish("submitted", text, None)
    assert receipt.problems == []
    assert data(receipt)["outcome"] == "submitted"
    assert all(file.stat().st_size < 60_000 for file in receipt.folder.iterdir())


@pytest.mark.parametrize("address", ["about:blank", "", "https://[", "data:text/html,x"])
def test_an_address_that_is_none(tmp_path: Path, address: str) -> None:
    """A confirmation on a page without a proper address is kept all the same."""
    receipt = begin(tmp_path)
    receipt.confirmation("received", address)
    assert data(receipt)["confirmation"]["address"] == ""  # type: ignore[index]


# --- bad disks


def test_a_full_disk_does_not_end_the_walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the disk is full nothing is raised, the old files stay whole, and the problem is told once a file."""
    receipt = begin(tmp_path)
    receipt.step(AT, "notice", "before")
    before = {file: file.read_bytes() for file in receipt.folder.iterdir()}

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        receipt.step(AT, "form", "meanwhile")
        receipt.picture("form", PNG)
        receipt.step(AT, "form", "still")
    assert {file: file.read_bytes() for file in receipt.folder.iterdir()} == before
    names = [problem.split(" ")[0] for problem in receipt.problems]
    assert names == ["receipt.html", "receipt.json", "01-form.png"]
    assert all(problem.endswith("could not be written: No space left on device") for problem in receipt.problems)


def test_after_a_full_disk_all_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk has room again, the receipt holds what happened meanwhile, and says what is missing."""
    receipt = begin(tmp_path)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(receipt_module, "write_private", full)
        receipt.step(AT, "form", "meanwhile")
        receipt.picture("form", PNG)
    receipt.confirmation("received", "https://www.facebook.com/")
    receipt.finish("submitted", "", DUE)
    assert data(receipt)["outcome"] == "submitted"
    assert data(receipt)["pictures"] == []
    assert "meanwhile" in page(receipt)
    assert "01-form.png could not be written" in page(receipt)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """Where not even the folder can be made, the walk goes on without a receipt, and the person is told."""
    (tmp_path / "file").write_text("")
    receipt = whole(tmp_path / "file")
    assert len(receipt.problems) == 3
    assert not [value for value in (EMAIL, REASON, CODE) if value in "".join(receipt.problems)]


def test_a_picture_that_went_missing(tmp_path: Path) -> None:
    """A picture that someone removed before the end leaves its file's name in the page."""
    receipt = begin(tmp_path)
    receipt.picture("form", PNG)
    (receipt.folder / "01-form.png").unlink()
    receipt.finish("stopped", "", None)
    assert [attributes["src"] for tag, attributes in Reader(page(receipt)).tags if tag == "img"] == ["01-form.png"]
