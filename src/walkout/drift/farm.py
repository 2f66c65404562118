"""Many checks side by side: worker processes, each with one browser that all its checks share."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context

from walkout.browser.find import Browser
from walkout.browser.session import RunningBrowser, connected_browser, rehearsal_browser
from walkout.drift.check import FixtureCheck, FlowCheck, check_fixture
from walkout.errors import CannotStartError, WalkoutError


@dataclass(frozen=True)
class Farm:
    """Where checks run: in a browser of this machine, or in one that answers at `endpoint`. workers: processes."""

    browser: Browser | None
    endpoint: str | None = None
    workers: int = 1
    headed: bool = False


@dataclass(frozen=True)
class Failed:
    """A check that could not be made, and why, in words for the person."""

    flow: str
    source: str
    language: str
    why: str


def run_checks(
    checks: Sequence[FixtureCheck], farm: Farm, today: date, done: Callable[[FlowCheck | Failed], None]
) -> list[FlowCheck | Failed]:
    """Make all checks, in their order. done: is told of each as it ends.

    A check that cannot be made does not stop the others. Raises CannotStartError where no browser starts.
    """
    results: dict[int, FlowCheck | Failed] = {}
    for number, result in _in_one(checks, farm, today) if farm.workers <= 1 else _in_many(checks, farm, today):
        results[number] = result
        done(result)
    return [results[number] for number in range(len(checks))]


def _in_one(checks: Sequence[FixtureCheck], farm: Farm, today: date) -> Iterator[tuple[int, FlowCheck | Failed]]:
    with ExitStack() as stack:
        running = _enter(stack, farm)
        for number, check in enumerate(checks):
            yield number, _make(running, check, today)


def _in_many(checks: Sequence[FixtureCheck], farm: Farm, today: date) -> Iterator[tuple[int, FlowCheck | Failed]]:
    workers = min(farm.workers, len(checks))
    # A worker has a Playwright of its own, which does not outlive a fork.
    with ProcessPoolExecutor(workers, get_context("spawn"), _start_worker, (farm,)) as pool:
        asked = {pool.submit(_in_worker, check, today): number for number, check in enumerate(checks)}
        try:
            for future in as_completed(asked):
                yield asked[future], future.result()
        except BrokenProcessPool as error:
            raise CannotStartError(
                "a worker ended before its checks were made", remedy="Try again with --workers 1, which tells why."
            ) from error


# What a worker process has: its browser, kept until it ends.
_worker = ExitStack()
_browser: list[RunningBrowser | CannotStartError] = []


def _start_worker(farm: Farm) -> None:
    try:
        _browser.append(_enter(_worker, farm))
    except CannotStartError as error:
        _browser.append(error)


def _in_worker(check: FixtureCheck, today: date) -> FlowCheck | Failed:
    (running,) = _browser
    if isinstance(running, CannotStartError):
        return _failed(check, running)
    return _make(running, check, today)


def _enter(stack: ExitStack, farm: Farm) -> RunningBrowser:
    if farm.endpoint:
        return stack.enter_context(connected_browser(farm.endpoint))
    if farm.browser is None:
        raise CannotStartError("there is no browser", remedy="`walkout doctor --install` installs one.")
    return stack.enter_context(rehearsal_browser(farm.browser, headed=farm.headed))


def _make(running: RunningBrowser, check: FixtureCheck, today: date) -> FlowCheck | Failed:
    try:
        return check_fixture(running, check, today)
    except WalkoutError as error:
        return _failed(check, error)


def _failed(check: FixtureCheck, error: WalkoutError) -> Failed:
    return Failed(check.file.flow.flow, check.folder.name, check.language, str(error))
