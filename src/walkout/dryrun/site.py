"""A fixture site stands in for a service's pages and answers under their real addresses. No port, no network.

The browser's side (who asks, and what happens to an address that is not of this site) is the caller's.
"""

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, assert_never
from urllib.parse import parse_qsl, urlsplit

from walkout.dryrun.clock import Clock
from walkout.dryrun.inbox import Inbox
from walkout.dryrun.site_file import Fault, Known, SiteFile, read_site_file
from walkout.dryrun.site_pages import SitePages, forward_page, masked, text_of, title_of
from walkout.dryrun.site_request import Request
from walkout.dryrun.site_rules import (
    CheckCodeRule,
    ConfirmLinkRule,
    NewCodeRule,
    PostRule,
    Rule,
    SetStateRule,
    ShowRule,
    SignInRule,
    TakeRequestRule,
    TrapRule,
    addresses_of,
    leads_to,
)
from walkout.errors import BadUsageError
from walkout.flow.steps import ValueName
from walkout.view import origin_of
from walkout.words.speech import _

LARGEST_BODY = 64 * 1024
HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the site. The caller waits `delay_ms` before it hands the answer on."""

    status: int
    headers: dict[str, str]
    body: bytes
    delay_ms: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """A post that the site received: what it was for, the address without its query, the form's fields."""

    does: Literal["sign-in", "take-request", "check-code", "send-new-code", "set-state", "trap"]
    address: str
    fields: tuple[tuple[str, str], ...] = field(repr=False)

    @property
    def path(self) -> str:
        return urlsplit(self.address).path

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.fields)

    @property
    def values(self) -> dict[str, str]:
        return dict(self.fields)


@dataclass(frozen=True)
class SiteInfo:
    """What a fixture site says of itself. `flow` is the flow that it is for, as `meta/facebook`."""

    flow: str
    variant: str
    title: str
    languages: tuple[str, ...]
    known: tuple[Known, ...]
    guessed: tuple[str, ...]
    faults: dict[str, Fault]
    regions: tuple[str, ...]
    date: str
    ways: tuple[str, ...]
    outcome: str
    stands_in: dict[ValueName, str]


def site_info(folder: Path) -> SiteInfo:
    """What the site of a folder says of itself. Raises BadFlowError."""
    return _info(read_site_file(folder)[0])


def load_site(
    folder: Path,
    *,
    language: str = "en",
    faults: Iterable[str] = (),
    clock: Clock | None = None,
    seed: int | None = None,
) -> "Site":
    """The fixture site of a folder, with these faults switched on.

    clock: the time that the codes are checked by, the real one if none. seed: the same codes in every run.
    Raises BadFlowError for a site that is not well formed, BadUsageError for a language or fault it lacks.
    """
    file, folders = read_site_file(folder)
    faults = tuple(dict.fromkeys(faults))
    if language not in file.languages:
        raise BadUsageError(
            _("the fixture has no language '{language}'", language=language),
            remedy=_("It has: {names}.", names=", ".join(file.languages)),
        )
    for name in faults:
        if name not in file.faults:
            raise BadUsageError(
                _("the fixture has no fault '{fault}'", fault=name),
                remedy=_("It has: {names}.", names=", ".join(file.faults)),
            )
    on = tuple(file.faults[name] for name in faults)
    return Site(file, SitePages(file, folders, language, on), language, faults, clock or Clock(), seed)


class Site:
    """One site with its state: who signed in, which request waits for its code, what was sent and mailed."""

    def __init__(
        self,
        file: SiteFile,
        pages: SitePages,
        language: str,
        faults: tuple[str, ...],
        clock: Clock,
        seed: int | None,
    ) -> None:
        self.info = _info(file)
        self.language, self.faults, self.clock = language, faults, clock
        self.inbox = Inbox(clock, seed)
        self.sent: list[Sent] = []
        self.asked: list[str] = []
        self._on = tuple(file.faults[name] for name in faults)
        self._misbehaves = frozenset(name for name in faults if file.faults[name].by == "site")
        self._rules = (*(rule for fault in self._on for rule in fault.rules), *file.rules)
        self._pages, self._login = pages, file.login
        self._signed_in = not any(fault.signed_out for fault in self._on)
        self._login_steps = [step for fault in self._on for step in fault.login_steps]
        self._lands = next((fault.lands for fault in self._on if fault.lands), "")
        self._sends = next((fault.sends for fault in self._on if fault.sends), file.sends)
        self._mail = next((fault.mail for fault in self._on if fault.mail), file.mail)
        self._states: set[str] = set()
        self.login_code = "".join(random.Random(seed).choices("0123456789", k=6))  # noqa: S311
        self.stands_in = {**file.stands_in, **{k: v for fault in self._on for k, v in fault.stands_in.items()}}
        self._request = Request(self.inbox, self._write_mail, sum(fault.lost_mails for fault in self._on))
        self._came_for, self._shown_last, self._at_step = "", "", ""

    @property
    def origins(self) -> frozenset[str]:
        """The origins of all addresses that this site answers, with the faults that are on."""
        return frozenset(origin_of(address) for rule in self._rules for address in addresses_of(rule))

    def answer(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Reply | None:
        """Answer a request as the service would. None: the address is not one of this site."""
        if method == "GET":
            return self._answer_get(url)
        if not any(leads_to(url, address) for rule in self._rules for address in addresses_of(rule)):
            return None
        if method != "POST":
            return self._reply(405, "")
        if len(body or b"") > LARGEST_BODY:
            return self._reply(413, "")
        if not _content_type(headers).startswith("application/x-www-form-urlencoded"):
            return self._reply(415, "")
        return self._answer_post(url, body or b"")

    def _answer_get(self, url: str) -> Reply | None:
        rule = next((rule for rule in self._rules if self._shows(rule, url)), None)
        if not isinstance(rule, ShowRule | ConfirmLinkRule):
            return None
        self.asked.append(url)
        if isinstance(rule, ConfirmLinkRule):
            return self._confirm_link(rule, url)
        if not self._signed_in and self._login is not None:
            self._came_for = url
            return self._page(self._login)
        self._shown_last = url
        return self._page(rule.show)

    def _shows(self, rule: Rule, url: str) -> bool:
        if isinstance(rule, ConfirmLinkRule):
            return any(leads_to(url, address) for address in rule.get)
        if not isinstance(rule, ShowRule):
            return False
        holds = set(rule.when) <= self._flags() and self._flags().isdisjoint(rule.unless)
        return holds and any(leads_to(url, address) for address in rule.get)

    def _confirm_link(self, rule: ConfirmLinkRule, url: str) -> Reply:
        token = dict(parse_qsl(urlsplit(url).query)).get(rule.token, "")
        if self._request.confirmed or self._request.enter(token) == "right":
            return self._page(rule.show)
        return self._page(rule.again, {"wrong-link"})

    def _answer_post(self, url: str, body: bytes) -> Reply:
        rule = next(
            (rule for rule in self._post_rules() if any(leads_to(url, address) for address in rule.post)),
            None,
        )
        if rule is None:
            return self._reply(405, "")
        try:
            fields = tuple(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=200))
        except ValueError:
            return self._reply(400, "")
        self.sent.append(Sent(rule.does, url.partition("?")[0], fields))
        if not self._signed_in and not isinstance(rule, SignInRule) and self._login is not None:
            return self._page(self._login)
        return self._do(rule, dict(fields))

    def _post_rules(self) -> Iterable[PostRule]:
        return (rule for rule in self._rules if not isinstance(rule, ShowRule | ConfirmLinkRule))

    def _do(self, rule: PostRule, fields: Mapping[str, str]) -> Reply:
        match rule:
            case SignInRule():
                return self._sign_in(rule, fields)
            case SetStateRule():
                self._states.add(rule.state)
                return self._reply(200, forward_page(rule.to or self._shown_last))
            case TakeRequestRule():
                return self._take_request(rule, fields)
            case CheckCodeRule():
                return self._check_code(rule, fields)
            case NewCodeRule():
                return self._send_new_code(rule)
            case TrapRule():
                return self._page(rule.show)
            case _:
                assert_never(rule)

    def _sign_in(self, rule: SignInRule, fields: Mapping[str, str]) -> Reply:
        if rule.code in fields and fields[rule.code].strip() != self.login_code:
            return self._page(self._at_step, {"wrong-login-code"})
        if self._login_steps:
            self._at_step = self._login_steps.pop(0)
            return self._page(self._at_step)
        self._signed_in = True
        target = (
            self._lands or self._came_for or next(rule.get[0] for rule in self._rules if isinstance(rule, ShowRule))
        )
        return self._redirect(target) if rule.redirect else self._reply(200, forward_page(target))

    def _take_request(self, rule: TakeRequestRule, fields: Mapping[str, str]) -> Reply:
        missing = {f"missing-{name}" for key, name in rule.required.items() if not fields.get(key, "").strip()}
        email = fields.get(rule.email, "").strip()
        if email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
            missing.add("bad-email")
        if missing:
            return self._page(rule.again, missing, kept=fields)
        if self._sends != "nothing":
            short = any(len(fields.get(name, "").strip()) < least for name, least in rule.at_least.items())
            self._request.begin(email, too_short=short)
        return self._arrive(rule.show, rule.redirect)

    def _check_code(self, rule: CheckCodeRule, fields: Mapping[str, str]) -> Reply:
        if self._request.locked:
            return self._page(rule.locked)
        if not self._request.waiting_for:
            return self._page(rule.show if self._request.confirmed else rule.again)
        code = fields.get(rule.code, "").strip()
        if not code:
            return self._page(rule.again, {"missing-code"})
        verdict = self._request.enter(code)
        if verdict == "right" and self._request.too_short and rule.short:
            return self._page(rule.short, {"too-short"})
        if verdict == "right":
            return self._arrive(rule.show, rule.redirect)
        return self._page(rule.locked) if self._request.locked else self._page(rule.again, {f"{verdict}-code"})

    def _send_new_code(self, rule: NewCodeRule) -> Reply:
        if self._request.locked:
            return self._page(rule.locked)
        self._request.mail_code()
        return self._page(rule.show, {"new-code"})

    def _write_mail(self, code: str) -> tuple[str, str]:
        rule = next((rule for rule in self._rules if isinstance(rule, ConfirmLinkRule)), None)
        fills = {"code": code, "link": f"{rule.get[0]}?{rule.token}={code}" if rule else ""}
        page = self._pages.show(self._mail, frozenset(), fills, {}) if self._mail else code
        return title_of(page), text_of(page)

    def _flags(self) -> frozenset[str]:
        signed_in = ("signed-in",) if self._signed_in else ()
        # A person's fault is no state of the site: that a code is wrong is known only once it has been entered.
        return self._misbehaves | frozenset(signed_in) | self._request.states | self._states

    def _page(self, name: str, more: Iterable[str] = (), *, kept: Mapping[str, str] | None = None) -> Reply:
        fills = {"to": masked(self._request.waiting_for)}
        return self._reply(200, self._pages.show(name, self._flags() | frozenset(more), fills, kept or {}))

    def _arrive(self, page: str, redirect: bool) -> Reply:
        shown = (rule for rule in self._rules if isinstance(rule, ShowRule) and rule.show == page)
        rule = next(shown, None) if redirect else None
        return self._page(page) if rule is None else self._redirect(rule.get[0])

    def _redirect(self, address: str) -> Reply:
        return Reply(303, {**HEADERS, "location": address}, b"", self._delay_ms)

    def _reply(self, status: int, page: str) -> Reply:
        return Reply(status, dict(HEADERS), page.encode("utf-8"), self._delay_ms)

    @property
    def _delay_ms(self) -> int:
        return max((fault.delay_ms for fault in self._on), default=0)


def _info(file: SiteFile) -> SiteInfo:
    return SiteInfo(
        file.site,
        file.variant,
        file.title,
        file.languages,
        file.known,
        file.guessed,
        dict(file.faults),
        file.regions,
        file.date,
        file.ways,
        file.outcome,
        dict(file.stands_in),
    )


def _content_type(headers: Mapping[str, str]) -> str:
    found = (value for name, value in headers.items() if name.lower() == "content-type")
    return next(found, "").strip().lower()
