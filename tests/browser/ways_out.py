"""Pages that try to reach another address, each by one way out, and a server on this machine that would hear them."""

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field

HOME = "https://www.facebook.com"
LAST_WORD = b"last word"

# Ways out whose request asks the interception first, and so is counted. AT: the listening server.
COUNTED = {
    "img": "<img src=AT/img>",
    "img-by-name": "<img src=https://tracker.example.com/img-by-name>",
    "script": "<script src=AT/script></script>",
    "css": "<link rel=stylesheet href=AT/css>",
    "css-import": "<style>@import url(AT/css-import);</style>",
    "font": "<style>@font-face {font-family: x; src: url(AT/font)} body {font-family: x}</style>text",
    "fetch": "<script>fetch('AT/fetch').catch(() => 0)</script>",
    "fetch-by-name": "<script>fetch('https://tracker.example.com/fetch-by-name').catch(() => 0)</script>",
    "kept-alive": "<script>fetch('AT/kept-alive', {keepalive: true, method: 'POST'}).catch(() => 0)</script>",
    "xhr": "<script>x = new XMLHttpRequest; x.open('GET', 'AT/xhr'); x.send()</script>",
    "beacon": "<script>navigator.sendBeacon('AT/beacon', 'x')</script>",
    "event-source": "<script>new EventSource('AT/event-source')</script>",
    "web-socket": "<script>new WebSocket('WS/web-socket')</script>",
    "web-socket-by-name": "<script>new WebSocket('wss://tracker.example.com/web-socket-by-name')</script>",
    "prefetch": "<link rel=prefetch href=AT/prefetch>",
    "ping": "<a id=a ping=AT/ping href=#x>a</a><script>a.click()</script>",
    "video": "<video src=AT/video autoplay></video>",
    "object": "<object data=AT/object></object>",
    "iframe": "<iframe src=AT/iframe></iframe>",
    "iframe-in-text": '<iframe srcdoc="<img src=AT/iframe-in-text>"></iframe>',
    "worker": "<script>new Worker(URL.createObjectURL(new Blob([\"fetch('AT/worker')\"])))</script>",
    "worklet": "<script>CSS.paintWorklet.addModule('AT/worklet').catch(() => 0)</script>",
    "form-post": "<form method=post action=AT/form-post></form><script>document.forms[0].submit()</script>",
    "location": "<script>location = 'AT/location'</script>",
    "meta-refresh": "<meta http-equiv=refresh content='0;url=AT/meta-refresh'>",
    "window-open": "<script>window.open('AT/window-open')</script>",
    "download": "<a id=a download href=AT/download>a</a><script>a.click()</script>",
    "redirect": "<script>location = '/answered-303/redirect'</script>",
    "redirected-img": "<img src=/answered-303/redirected-img>",
    "redirected-fetch": "<script>fetch('/answered-303/redirected-fetch', {mode: 'no-cors'}).catch(() => 0)</script>",
}
RTC = (
    "pc = new RTCPeerConnection({iceServers: [{urls: 'stun:STUN'}, {urls: 'stun:stun.example.com'},"
    " {urls: 'turn:HOST?transport=tcp', username: 'a', credential: 'b'}]});"
    " pc.createDataChannel('x'); pc.createOffer().then(offer => pc.setLocalDescription(offer))"
)
SHARED = "fetch('AT/NAME').catch(() => 0); try { new WebSocket('WS/NAME') } catch {}; importScripts('AT/NAME-imported')"
# Ways out that no interception sees: only the browser's own switches close them.
UNSEEN = {
    "sandboxed": '<iframe sandbox="allow-scripts" srcdoc="<script>fetch(\'AT/sandboxed\')</script>"></iframe>',
    "preconnect": "<link rel=preconnect href=AT><link rel=preconnect href=https://tracker.example.com>",
    "dns-prefetch": "<link rel=dns-prefetch href=//tracker.example.com>",
    "speculation": '<script type=speculationrules>{"prefetch": [{"urls": ["AT/speculation"]}]}</script>',
    "shared-worker": f'<script>new SharedWorker(URL.createObjectURL(new Blob(["{SHARED}"])))</script>',
    "shared-worker-file": "<script>new SharedWorker('/shared.js')</script>",
    "service-worker": "<script>navigator.serviceWorker.register('/shared.js').catch(() => 0)</script>",
    "web-transport": "<script>new WebTransport('https://STUN/wt').ready.catch(() => 0)</script>",
    "web-rtc": f"<script>{RTC}</script>",
    "web-rtc-in-frame": f'<iframe srcdoc="<script>{RTC}</script>"></iframe>',
}


@dataclass
class Listener:
    """A server on this machine that hears whatever comes by TCP or UDP, and answers nothing."""

    heard: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", 0))
        self.tcp, self.udp = self._tcp.getsockname(), self._udp.getsockname()
        for hear in (self._hear_tcp, self._hear_udp):
            threading.Thread(target=hear, daemon=True).start()

    def _hear_tcp(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._tcp.accept()
                threading.Thread(target=self._hear_one, args=(connection,), daemon=True).start()

    def _hear_one(self, connection: socket.socket) -> None:
        self.heard.append(b"tcp connection")
        with connection, suppress(OSError):
            self.heard.append(b"tcp " + connection.recv(300))

    def _hear_udp(self) -> None:
        with suppress(OSError):
            while True:
                self.heard.append(b"udp " + self._udp.recvfrom(300)[0])

    def close(self) -> list[bytes]:
        """What it heard. Its own last words come in after all that was on its way, so nothing is overlooked."""
        with socket.create_connection(self.tcp) as connection:
            connection.sendall(LAST_WORD)
            connection.recv(1)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(LAST_WORD, self.udp)
        while b"udp " + LAST_WORD not in self.heard:
            threading.Event().wait(0.01)
        self._tcp.close()
        self._udp.close()
        heard = list(self.heard)
        for own in (b"tcp connection", b"tcp " + LAST_WORD, b"udp " + LAST_WORD):
            heard.remove(own)
        return heard

    def pages(self) -> dict[str, str]:
        """Address → HTML (or script) of all pages that try to get out."""
        html = "<!doctype html><title>Test</title><link rel=icon href='data:,'>"
        texts = {f"{HOME}/{name}": f"{html}<body>{text}" for name, text in {**COUNTED, **UNSEEN}.items()}
        texts[f"{HOME}/shared.js"] = SHARED
        return {address: self._filled(text) for address, text in texts.items()}

    def _filled(self, text: str) -> str:
        host, stun = (f"{address}:{port}" for address, port in (self.tcp, self.udp))
        for mark, value in {"AT": f"http://{host}", "WS": f"ws://{host}", "HOST": host, "STUN": stun}.items():
            text = text.replace(f"{mark}/", f"{value}/").replace(f"={mark}>", f"={value}>")
            text = text.replace(f":{mark}'", f":{value}'").replace(f":{mark}?", f":{value}?")
        return text
