"""Answer a browser's requests from a fixture site, under the real addresses. Nothing else gets an answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Request, Route, WebSocketRoute


class Reply(Protocol):
    """What a site answers. The answer is handed on after `delay_ms`."""

    @property
    def status(self) -> int: ...

    @property
    def headers(self) -> dict[str, str]: ...

    @property
    def body(self) -> bytes: ...

    @property
    def delay_ms(self) -> int: ...


SiteAnswer = Callable[[str, str, bytes | None, Mapping[str, str]], Reply | None]


@dataclass
class Interception:
    """A route handler: the site's replies, and a refusal for every other address. `refused` lists those, in order.

    broken: the first error of the site itself, for the caller to raise when the walk is over.
    cut_off: after that many answers every further request fails as it does without a network; None: never.
    """

    answer: SiteAnswer
    cut_off: int | None = None
    refused: list[str] = field(default_factory=list)
    answered: int = 0
    broken: Exception | None = None

    def __call__(self, route: Route) -> None:
        request = route.request
        try:
            self._handle(route, request)
        except PlaywrightError:
            return  # the page left before it had its answer
        except Exception as error:  # noqa: BLE001 - raised here it would only break Playwright's own loop
            self.broken = self.broken or error
            route.abort()

    def refuse_socket(self, socket: WebSocketRoute) -> None:
        """A handler for web sockets, which no fixture has."""
        self.refused.append(socket.url)
        socket.close()

    def count_redirect(self, request: Request) -> None:
        """A listener for failed requests. A redirect is followed without asking a route; it ends at the dead proxy."""
        if request.redirected_from is not None:
            self.refused.append(request.url)

    def _handle(self, route: Route, request: Request) -> None:
        if self.cut_off is not None and self.answered >= self.cut_off:
            route.abort("internetdisconnected")
            return
        reply = self.answer(request.method, request.url, request.post_data_buffer, request.headers)
        if reply is None:
            self.refused.append(request.url)
            route.abort("blockedbyclient")
            return
        self.answered += 1
        if reply.delay_ms:
            request.frame.page.wait_for_timeout(reply.delay_ms)
        route.fulfill(status=reply.status, headers=reply.headers, body=reply.body)
