"""A desk for a person: a screen (Xvfb), a browser of her own, a terminal, and the fixture site behind real https.

`walkout run` is started as a person starts it, in a terminal, and opens a real window. The site answers on a port of
this machine: the browser that the tests hand over is a script that starts Chromium with every host name mapped to
that port. Keys and clicks come from xdotool. A second look at the browser is only used to learn where things are.
"""

import contextlib
import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pexpect
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

from walkout.browser.find import find_browser
from walkout.dryrun.site import Site, load_site
from walkout.ledger.ledger import Ledger
from walkout.ledger.walks import Walk
from walkout.shipped_files import shipped_folder

WALKOUT = Path(sys.executable).parent / "walkout"
EMAIL = "alexandra.muster@example.org"
SENTENCE = "My pictures show my children, who cannot object themselves."
SECONDS = 60
SCREEN = (1280, 1000)


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """A screen of this worker's own."""
    missing = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]
    if missing:
        reason = f"{' and '.join(missing)} not installed: headed tests need a screen and keys"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{SCREEN[0]}x{SCREEN[1]}x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(10)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that nobody trusts; the tests' browser is told not to mind."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "fixture")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("certificate") / "both.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return file


@dataclass
class Behind:
    """The fixture site behind https on this machine. `gone`: it hangs up on every request, as a lost network does."""

    site: Site
    port: int
    server: ThreadingHTTPServer
    gone: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def requests_sent(self) -> list[dict[str, str]]:
        """The forms that reached the site, as field → value."""
        with self.lock:
            return [sent.values for sent in self.site.sent if sent.does == "take-request"]

    def code(self) -> str:
        """The newest code in the person's inbox, once it is there."""
        wait_for(lambda: self.site.inbox.latest(EMAIL), "the code's mail")
        mail = self.site.inbox.latest(EMAIL)
        assert mail is not None
        return mail.code


@pytest.fixture
def serve(certificate: Path) -> Iterator[Callable[..., Behind]]:
    """Start a fixture site: `serve("facebook-eu-2024", faults=("signed-out",))`."""
    running: list[ThreadingHTTPServer] = []

    def start(folder: str = "facebook-eu-2024", **how: Any) -> Behind:
        server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        behind = Behind(load_site(shipped_folder("fixtures") / "meta" / folder, **how), server.server_port, server)
        server.RequestHandlerClass = handler_for(behind)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return behind

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def handler_for(behind: Behind) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply(None)

        def do_POST(self) -> None:
            self.reply(self.rfile.read(int(self.headers.get("content-length", 0))))

        def reply(self, body: bytes | None) -> None:
            if behind.gone:
                self.close_connection = True
                self.connection.close()
                return
            url = f"https://{self.headers['host']}{self.path}"
            with behind.lock:
                answer = behind.site.answer(self.command, url, body, dict(self.headers))
            self.send_response(answer.status if answer else 404)
            for name, value in (answer.headers if answer else {}).items():
                self.send_header(name, value)
            content = answer.body if answer else b""
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None: ...

    return Handler


@dataclass
class Desk:
    """The person's desk: where her data lies, her browser, and what she does."""

    home: Path
    browser: Path
    display: str
    debugging: Path
    behind: Behind
    terminal: Any = None
    language: str = "en"
    # Short, as Chromium puts a socket there, whose path may have no more than 107 characters.
    scratch: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="w-")))

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def environment(self) -> dict[str, str]:
        kept = {key: os.environ[key] for key in ("PATH", "LANG", "TZ") if key in os.environ}
        shown = {"DISPLAY": self.display} if self.display else {}
        shown["WALKOUT_UI_LANG"] = self.language
        return {**kept, **shown, "HOME": str(self.home), "WALKOUT_DATA_DIR": str(self.data), "TERM": "xterm"}

    def start(self, *arguments: str, attach: str = "", values: bool = True, command: str = "run") -> Any:
        """`walkout run …` in a terminal of 80 columns. values: her values are in the environment."""
        mine = {"WALKOUT_COUNTRY": "DE", "WALKOUT_EMAIL": EMAIL, "WALKOUT_OWN_SENTENCE": SENTENCE}
        browser = ["--attach", attach] if attach else ["--browser", str(self.browser)]
        self.terminal = pexpect.spawn(
            str(WALKOUT),
            [command, *arguments, *browser],
            env={**self.environment, **(mine if values else {})},
            cwd=self.home,
            dimensions=(60, 80),
            encoding="utf-8",
            timeout=SECONDS,
        )
        return self.terminal

    def starts_home(self, *arguments: str) -> Any:
        """`walkout` in a terminal, and the window of its home page. None of her values is known."""
        mine = {"WALKOUT_BROWSER": str(self.browser), "TMPDIR": str(self.scratch)}
        self.terminal = pexpect.spawn(
            str(WALKOUT),
            list(arguments),
            env={**self.environment, **mine},
            cwd=self.home,
            dimensions=(60, 80),
            encoding="utf-8",
            timeout=SECONDS,
        )
        return self.terminal

    def sees(self, *words: str) -> None:
        """Wait until each of these words stands in the window that is open now."""

        last = [""]

        def seen() -> bool:
            with contextlib.suppress(PlaywrightError), self.looking() as page:
                last[0] = " ".join(page.locator("body").inner_text().split())
                return all(one in last[0] for one in words)
            return False

        try:
            wait_for(seen, f"{words} in the window")
        except AssertionError as error:
            raise AssertionError(f"{error}, which shows: {last[0]}") from error

    def reads(self, *words: str) -> str:
        """Wait until these words stand in the terminal; what stood before them. Breaks and colours do not count."""
        pattern = r"(?:[\s│]|\x1b\[[0-9;]*m)+".join(re.escape(word) for word in " ".join(words).split())
        self.terminal.expect(pattern)
        return str(self.terminal.before)

    def says(self, answer: str) -> None:
        """Type an answer into the terminal."""
        self.terminal.sendline(answer)

    def ends(self) -> int:
        """The exit code, once the program has ended."""
        self.terminal.expect(pexpect.EOF)
        self.terminal.close()
        assert self.terminal.exitstatus is not None, f"ended by signal {self.terminal.signalstatus}"
        return int(self.terminal.exitstatus)

    def kill(self) -> None:
        """The machine takes the program away, without a word."""
        self.terminal.kill(signal.SIGKILL)
        self.terminal.wait()

    def types(self, selector: str, text: str) -> None:
        """Click into a field of the window with the mouse, and type with the keys."""
        self.clicks(selector)
        self.keys("ctrl+a")
        self.types_keys(text)

    def types_keys(self, text: str) -> None:
        """Type where the focus is."""
        subprocess.run(["xdotool", "type", "--delay", "20", text], env=self.environment, check=True)

    def clicks(self, selector: str) -> None:
        """Click something in the window with the mouse."""
        self.clicks_at(self.where(selector))

    def clicks_at(self, place: tuple[int, int]) -> None:
        """Click a place on the screen."""
        x, y = map(str, place)
        subprocess.run(["xdotool", "mousemove", x, y, "click", "1"], env=self.environment, check=True)

    def keys(self, *names: str) -> None:
        """Press keys."""
        subprocess.run(["xdotool", "key", *names], env=self.environment, check=True)

    def where(self, selector: str) -> tuple[int, int]:
        """The place of something on the screen, in pixels, scrolled into view."""
        with self.looking() as page:
            element = page.locator(selector)
            element.scroll_into_view_if_needed()
            box = element.bounding_box()
            left, top = page.evaluate("[screenX + outerWidth - innerWidth, screenY + outerHeight - innerHeight]")
            assert box is not None
            return round(left + box["x"] + box["width"] / 2), round(top + box["y"] + box["height"] / 2)

    def address(self) -> str:
        with self.looking() as page:
            return str(page.url)

    @contextlib.contextmanager
    def looking(self) -> Iterator[Any]:
        """A look at the newest tab of the window that is not empty, from outside."""
        wait_for(self._ports, "the browser's address")
        port = self._ports()[-1].read_text().splitlines()[0]
        with sync_playwright() as playwright:
            running = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
            # The order of tabs is not told; a form of walkout's own is always in front.
            pages = [page for page in running.contexts[0].pages if page.url != "about:blank"]
            yield next((page for page in pages if page.url.startswith("https://walkout.invalid")), pages[-1])

    def passing_profiles(self) -> list[Path]:
        """The folders of the browsers that keep nothing, while they run."""
        return list(self.scratch.glob("playwright_chromiumdev_profile-*"))

    def _ports(self) -> list[Path]:
        """The files in which open browsers say where they are to be found, the newest last."""
        folders = (self.debugging, *self.passing_profiles())
        there = [folder / "DevToolsActivePort" for folder in folders]
        return sorted((file for file in there if file.exists()), key=lambda file: file.stat().st_mtime)

    def closes_window(self) -> None:
        """Close the browser as its window's cross does."""
        with self.looking() as page:
            page.context.browser.new_browser_cdp_session().send("Browser.close")

    def ledger(self) -> list[Walk]:
        return Ledger(self.data / "ledger.sqlite3").walks()

    def states(self) -> list[str]:
        """The states of all walks in the ledger, the oldest first."""
        return [str(walk.state) for walk in reversed(self.ledger())]

    def browser_runs(self) -> bool:
        """Whether a process of the desk's browser is alive."""
        listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
        return str(self.data / "browser") in listed


@pytest.fixture
def sit_down(display: str, serve: Callable[..., Behind], tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """A desk in front of a fixture site: `sit_down("facebook-eu-2024", faults=(…))`."""
    desks: list[Desk] = []

    def sit(folder: str = "facebook-eu-2024", **how: Any) -> Desk:
        behind = serve(folder, **how)
        home = tmp_path / f"home{len(desks)}"
        home.mkdir()
        browser = home / "chromium"
        browser.write_text(
            "#!/bin/sh\n"
            f'exec "{find_browser().path}" "$@" --remote-debugging-port=0 --ignore-certificate-errors '
            f'--host-resolver-rules="MAP * 127.0.0.1:{behind.port}" --disable-gpu '
            f"--window-position=0,0 --window-size={SCREEN[0]},{SCREEN[1]} --force-device-scale-factor=1\n"
        )
        browser.chmod(0o755)
        service = home / "data" / "browser" / "meta"
        desk = Desk(home, browser, display, service, behind)
        desks.append(desk)
        return desk

    yield sit
    for desk in desks:
        if desk.terminal is not None:
            desk.terminal.close(force=True)
        for folder in (desk.data, desk.scratch):
            subprocess.run(["pkill", "-KILL", "-f", f"user-data-dir={folder}"], check=False)
        shutil.rmtree(desk.scratch, ignore_errors=True)


def wait_for(true: Callable[[], object], what: str) -> None:
    """Wait until something outside of the browser is so."""
    end = monotonic() + SECONDS
    while not true():
        assert monotonic() < end, f"waited {SECONDS} s for {what}"
        sleep(0.05)
