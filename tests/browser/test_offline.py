"""A rehearsal cannot reach the network: pages that try every way out, a machine without network, an empty home."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from walkout.browser import session
from walkout.browser.find import Browser
from walkout.browser.interception import Interception
from walkout.browser.session import rehearsal_browser, rehearsal_page
from walkout.dryrun.rehearse import Rehearsal, rehearse
from walkout.dryrun.site import Reply
from walkout.flow.load import find_flow, load_flow

from .conftest import whole
from .ways_out import COUNTED, HOME, UNSEEN, Listener

# Events of Chromium's net log of which each means that something leaves the browser. (UDP_CONNECT does not: that is how
# it asks the system whether there is IPv6, and sends nothing.)
LEAVES = ("TCP_CONNECT", "UDP_BYTES_SENT", "DNS_TRANSACTION", "HOST_RESOLVER_SYSTEM_TASK")
GATHERED = "() => !window.pc || pc.iceGatheringState === 'complete'"
# Newer Chromium keeps public pages from this machine's own servers. Here that help is taken away.
NO_HELP = "--disable-features=LocalNetworkAccessChecks"
ONLY_THIS_MACHINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


def answering(listener: Listener) -> Interception:
    """The hostile pages, and a redirect to the listener."""
    pages, (host, port) = listener.pages(), listener.tcp

    def answer(method: str, url: str, body: object, headers: object) -> Reply | None:
        if url.startswith(f"{HOME}/answered-303/"):
            return Reply(303, {"location": f"http://{host}:{port}/{url.rsplit('/', 1)[1]}"}, b"")
        kind = "text/javascript" if url.endswith(".js") else "text/html"
        return Reply(200, {"content-type": kind}, pages[url].encode()) if url in pages else None

    return Interception(answer)


def try_all(context: BrowserContext, names: Iterable[str]) -> None:
    """Open all pages, each in a tab, and wait until every one has tried what it tries."""
    tabs = []
    for name in names:
        tabs.append(context.new_page())
        with suppress(PlaywrightError):
            tabs[-1].goto(f"{HOME}/{name}", wait_until="commit")
    for tab in tabs:
        for frame in tab.frames:
            with suppress(PlaywrightError):
                frame.wait_for_load_state("networkidle", timeout=3_000)
                frame.wait_for_function(GATHERED, timeout=12_000)


def gone_out(log: Path) -> list[tuple[str, str]]:
    """What left a browser by its own log: kind of event, and what it says."""
    told = json.loads(log.read_text("utf-8"))
    kinds = {number: name for name, number in told["constants"]["logEventTypes"].items()}
    seen = [(kinds[event["type"]], str(event.get("params", ""))) for event in told["events"]]
    assert any(kind == "PROXY_RESOLUTION_SERVICE" for kind, _ in seen), "the log tells nothing"
    return [(kind, params) for kind, params in seen if kind in LEAVES]


@pytest.mark.promise(9)
def test_no_way_out_of_a_rehearsal(chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that try every way out reach nobody: a server on this machine hears neither a connection nor a datagram,
    the browser's own log tells of no name looked up and nothing sent, and what was asked for is refused and counted."""
    log = tmp_path / "log.json"
    listener = Listener()
    answers = answering(listener)
    monkeypatch.setattr(session, "OFFLINE", (*session.OFFLINE, NO_HELP, f"--log-net-log={log}"))
    with rehearsal_browser(chromium) as running, rehearsal_page(running, answers, "en") as page:
        try_all(page.context, (*COUNTED, *UNSEEN))
    assert listener.close() == []
    assert gone_out(log) == []
    counted = {address.rsplit("/", 1)[1] for address in answers.refused}
    assert COUNTED.keys() - counted == set()


def test_the_same_pages_are_heard_without_the_walls(chromium: Browser, tmp_path: Path) -> None:
    """A browser that nothing holds back lets these pages through, and its log names them: the tests above can fail."""
    log = tmp_path / "log.json"
    listener = Listener()
    pages = listener.pages()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium.path,
            channel=None if chromium.path else "chromium",
            chromium_sandbox=False,
            args=[*session.QUIET, NO_HELP, ONLY_THIS_MACHINE, f"--log-net-log={log}"],
        )
        context = running.new_context()
        context.route(
            f"{HOME}/**", lambda route: route.fulfill(content_type="text/html", body=pages[route.request.url])
        )
        try_all(context, ("img", "web-socket", "shared-worker"))
        talking = context.new_page()
        talking.goto(f"{HOME}/web-rtc")
        while not any(said.startswith(b"udp") for said in listener.heard):
            talking.wait_for_timeout(50)
        running.close()
    heard = b"\n".join(listener.close())
    assert b"GET /img" in heard
    assert b"GET /web-socket" in heard
    assert b"GET /NAME" in heard, "a shared worker"
    left = gone_out(log)
    assert {kind for kind, _ in left} >= {"TCP_CONNECT", "UDP_BYTES_SENT"}


DESKTOP = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
COMMAND = (Path(sys.executable).with_name("walkout"), "dry-run", "meta/facebook", "--way", "form", "--json")


def bare(home: Path) -> dict[str, str]:
    """An environment with a home of nothing, and no trace of a desktop."""
    kept = {name: value for name, value in os.environ.items() if name not in DESKTOP and not name.startswith("XDG_")}
    return {**kept, "HOME": str(home), "WALKOUT_DATA_FOLDER": str(home / "data")}


def ended(done: subprocess.CompletedProcess[str]) -> dict[str, object]:
    assert done.returncode == 0, done.stderr[-2000:]
    last: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return last


@pytest.mark.promise(9)
def test_it_works_without_network_desktop_and_writable_home(tmp_path: Path) -> None:
    """With no network but a loopback that is down, no display, no bus, and a home on a file system that cannot be
    written to, a dry run comes to its confirmation."""
    if shutil.which("unshare") is None or os.geteuid() != 0:
        reason = "needs root and `unshare` to take the network and the home away"
        if os.environ.get("CI") and os.geteuid() == 0:
            pytest.fail(reason)
        pytest.skip(reason)
    taken = (
        'mount -t tmpfs -o ro none "$HOME" && ! touch "$HOME/file" 2>/dev/null && test $(wc -l < /proc/net/dev) -le 3'
    )
    words = ["unshare", "--net", "--mount", "sh", "-c", f'{taken} && exec "$@"', "sh", *COMMAND]
    done = subprocess.run(words, env=bare(tmp_path), capture_output=True, text=True, timeout=120, check=False)
    assert ended(done)["outcome"] == "submitted"


@pytest.mark.promise(4)
@pytest.mark.promise(9)
def test_it_leaves_nothing_in_the_data_folder(tmp_path: Path) -> None:
    """A dry run opens neither profile nor ledger: the data folder is not made, nor anything else of walkout's."""
    environment = bare(tmp_path)
    done = subprocess.run(COMMAND, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert ended(done)["outcome"] == "submitted"
    assert not (tmp_path / "data").exists()
    assert not [path for path in tmp_path.rglob("*") if "walkout" in path.name.lower()]


SITE = """\
site: meta/facebook
variant: hostile
title: A site whose pages try to get out
languages: [en]
pages: {form: form.html}
rules:
  - get: https://www.facebook.com/help/contact/6359191084165019
    show: form
"""


@pytest.mark.promise(9)
def test_a_hostile_fixture_is_walked_without_a_word_outside(chromium: Browser, tmp_path: Path) -> None:
    """A walk on a fixture whose page calls a server on this machine ends as any other; the calls are counted."""
    listener = Listener()
    folder = tmp_path / "service" / "hostile"
    folder.mkdir(parents=True)
    pages = listener.pages()
    calls = "".join(pages[f"{HOME}/{name}"] for name in ("img", "fetch", "beacon", "web-socket", "iframe"))
    (folder / "site.yaml").write_text(SITE)
    (folder / "form.html").write_text(whole(f"<h1>Sorry</h1><p>This form isn't available in your region.</p>{calls}"))
    file = load_flow(find_flow("meta/facebook"))
    result = rehearse(Rehearsal(file, folder, way="form"), chromium, lambda event: None)
    assert listener.close() == []
    assert result.outcome.name == "unavailable"
    assert {"img", "fetch", "beacon", "web-socket", "iframe"} == {one.rsplit("/", 1)[1] for one in result.refused}
