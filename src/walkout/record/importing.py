"""Read a file of another recorder, whichever it is."""

from pathlib import Path

from walkout.errors import BadFlowError
from walkout.record.codegen import read_codegen
from walkout.record.devtools import read_devtools, read_json
from walkout.record.imported import MOST_BYTES, Recording
from walkout.record.selenium import read_selenium

READS = "What is read: Chrome DevTools Recorder (JSON), Selenium IDE (.side), Playwright codegen (Python)."


def read_recordings(path: Path) -> list[Recording]:
    """The recordings of a file: of Selenium IDE one a test, else just one.

    Raises BadFlowError, whose place is the file and, where there is one, the step.
    """
    text = _text(path)
    if path.suffix in (".py", ".pyw"):
        return [read_codegen(text, str(path))]
    if path.suffix not in (".json", ".side") and not text.lstrip().startswith("{"):
        raise BadFlowError("this is no recording that walkout knows", where=str(path), remedy=READS)
    data = read_json(text, str(path))
    try:
        if isinstance(data, dict) and ("tests" in data or path.suffix == ".side"):
            return read_selenium(data)
        return [read_devtools(data)]
    except BadFlowError as error:
        raise in_file(error, path) from None


def in_file(error: BadFlowError, path: Path) -> BadFlowError:
    """The same error with the file before its step."""
    where = f"{path}, {error.where}" if error.where else str(path)
    return BadFlowError(error.what, where=where, remedy=error.remedy or READS)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadFlowError(f"cannot be read ({error.strerror})", where=str(path)) from None
    if len(raw) > MOST_BYTES:
        what = f"the file is larger than {MOST_BYTES // 1024 // 1024} MiB, which no recording needs to be"
        raise BadFlowError(what, where=str(path))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFlowError("the file is not UTF-8 text", where=str(path), remedy=READS) from None
