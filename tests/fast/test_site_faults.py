"""Every fault that a fixture site declares shows itself, in every variant."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest

from walkout.dryrun.site import Reply, Site, load_site, site_info
from walkout.dryrun.site_rules import CheckCodeRule, ShowRule, TakeRequestRule
from walkout.shipped_files import shipped_folder

META = shipped_folder("fixtures") / "meta"
FOLDERS = [META / f"{flow}-eu-2024{more}" for flow in ("facebook", "instagram") for more in ("", "-native")]
HEADERS = {"content-type": "application/x-www-form-urlencoded"}
TO = "anna@example.org"


class Visitor:
    """Knows the addresses of a site by the names of its pages, and fills in its form."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.request = self._rule(TakeRequestRule)
        self.code = self._rule(CheckCodeRule)

    def _rule(self, kind: type) -> object:
        return next(rule for rule in self.site._rules if isinstance(rule, kind))

    def ask(self, address: str) -> Reply:
        reply = self.site.answer("GET", address, None, {})
        assert reply is not None, address
        return reply

    def see(self, page: str) -> str:
        """The page, at the first address that shows it when nothing has happened yet."""
        if page == "code" and not self.site.inbox.mails:
            return self.send()
        rules = (rule for rule in self.site._rules if isinstance(rule, ShowRule) and rule.show == page)
        return self.ask(next(rules).get[0]).body.decode()

    def post(self, address: str, fields: dict[str, str]) -> str:
        reply = self.site.answer("POST", address, urlencode(fields).encode(), HEADERS)
        assert reply is not None
        return reply.body.decode()

    def send(self) -> str:
        values = {"country": "DE", "email": TO, "impact": "It worries me."}
        fields = {key: values[name] for key, name in self.request.required.items()}
        return self.post(self.request.post[0], fields)

    def confirm(self) -> str:
        mail = self.site.inbox.latest(TO)
        assert mail is not None
        return self.post(self.code.post[0], {self.code.code: mail.code})


def signed_out(it: Visitor) -> None:
    assert 'type="password"' in it.see("notifications")
    assert 'type="password"' in it.send(), "a post is not taken from one who has not signed in"
    assert it.site.inbox.mails == []
    page = it.see("form")
    assert 'type="password"' in page
    login = next(rule for rule in it.site._rules if getattr(rule, "does", "") == "sign-in")
    came_for = next(rule for rule in it.site._rules if isinstance(rule, ShowRule) and rule.show == "form").get[0]
    assert f'location.replace("{came_for}")' in it.post(login.post[0], {})
    assert 'type="password"' not in it.see("form")


def no_notification(it: Visitor) -> None:
    page = it.see("notifications")
    assert "new AI features" not in page
    assert page.count("ago") >= 4


def no_code(it: Visitor) -> None:
    assert "We've received your request" in it.send()
    assert it.site.inbox.mails == []


def no_mail(it: Visitor) -> None:
    assert "6-digit code" in it.send()
    assert it.site.inbox.latest(TO) is None
    resend = next(rule for rule in it.site._rules if getattr(rule, "does", "") == "send-new-code")
    it.post(resend.post[0], {})
    assert "We've received your request" in it.confirm()


def truthful(it: Visitor) -> None:
    it.send()
    assert "We've received your request" in it.confirm(), "the site itself does nothing wrong"


def no_confirmation(it: Visitor) -> None:
    it.send()
    assert "<body></body>" in it.confirm()


def refused(it: Visitor) -> None:
    assert "unable to process your request" in it.send()
    assert it.site.inbox.mails == []


def unavailable(it: Visitor) -> None:
    page = it.see("form")
    assert "not available in your country" in page
    assert "Country of residence" not in page


def country_missing(it: Visitor) -> None:
    page = it.see("form")
    assert "Canada" in page
    for name in ("Germany", "Norway", "United Kingdom", "Switzerland", "Liechtenstein", "Brazil"):
        assert name not in page


def two_links(it: Visitor) -> None:
    assert it.see("notice").count(">right to object</a>") == 2


def field_missing(it: Visitor) -> None:
    page = it.see("form")
    assert "Email address" not in page
    assert "Country of residence" in page


def security_check(it: Visitor) -> None:
    assert "Security check" in it.see("form")
    assert "Country of residence" in it.see("form-alone")


def slow(it: Visitor) -> None:
    assert it.ask(next(rule for rule in it.site._rules if isinstance(rule, ShowRule)).get[0]).delay_ms == 667


def late_field(it: Visitor) -> None:
    assert "setTimeout(() => form.append" in it.see("form")
    assert "setTimeout" not in it.see("notice")


def iframe(it: Visitor) -> None:
    page = it.see("form")
    assert "<iframe" in page
    assert "Country of residence" not in page
    assert "Country of residence" in it.see("form-alone")


def shadow(it: Visitor) -> None:
    assert 'attachShadow({ mode: "open" })' in it.see("form")


def lookalike(it: Visitor) -> None:
    trap = next(rule for rule in it.site._rules if getattr(rule, "does", "") == "trap")
    address = next(rule for rule in it.site._rules if isinstance(rule, ShowRule)).get[0]
    assert address.startswith(trap.post[0].rpartition("/ajax/")[0])
    for page in ("notice", "policy"):
        assert f'href="{address}"' in it.see(page)
    assert "Country of residence" in it.ask(address).body.decode()
    it.post(trap.post[0], {"email": TO})
    assert [sent.does for sent in it.site.sent] == ["trap"]


def has(page: str, words: str) -> Callable[[Visitor], None]:
    """A check that a page has those words."""

    def check(it: Visitor) -> None:
        assert words in it.see(page)

    return check


def lands_elsewhere(it: Visitor) -> None:
    assert 'type="password"' in it.see("form")
    login = next(rule for rule in it.site._rules if getattr(rule, "does", "") == "sign-in")
    answer = it.post(login.post[0], {})
    assert "location.replace" in answer
    assert "contact" not in answer


def second_factor(it: Visitor) -> None:
    it.see("form")
    (address,) = {rule.post[0] for rule in it.site._rules if getattr(rule, "does", "") == "sign-in"}
    assert "Two-factor authentication" in it.post(address, {"pass": "x"})
    assert "This login code is not right" in it.post(address, {"approvals_code": "1"})
    assert "Save your login info?" in it.post(address, {"approvals_code": it.site.login_code})
    assert "location.replace" in it.post(address, {"save": "0"})


def never_mailed(it: Visitor) -> None:
    it.send()
    resend = next(rule for rule in it.site._rules if getattr(rule, "does", "") == "send-new-code")
    for _ in range(3):
        it.post(resend.post[0], {})
    assert it.site.inbox.latest(TO) is None


def link_mailed(it: Visitor) -> None:
    assert "We sent a link to this address" in it.send()
    mail = it.site.inbox.latest(TO)
    assert mail is not None
    link = next(word for word in mail.text.split() if word.startswith("https://"))
    assert "We've received your request" not in it.ask(link.replace(mail.code, "000000")).body.decode()
    assert "We've received your request" in it.ask(link).body.decode()


def try_later_after(it: Visitor) -> None:
    assert "Please try again later" in it.send()


SHOWN_BY: dict[str, Callable[[Visitor], None]] = {
    "signed-out": signed_out,
    "no-notification": no_notification,
    "no-code": no_code,
    "no-mail": no_mail,
    "wrong-code": truthful,
    "wrong-code-thrice": truthful,
    "expired-code": truthful,
    "no-confirmation": no_confirmation,
    "refused": refused,
    "unavailable": unavailable,
    "country-missing": country_missing,
    "security-check": security_check,
    "two-links": two_links,
    "field-missing": field_missing,
    "slow": slow,
    "late-field": late_field,
    "iframe": iframe,
    "shadow": shadow,
    "lookalike": lookalike,
    "lookalike-http": lookalike,
    "login-loses-form": lands_elsewhere,
    "login-lands-anywhere": lands_elsewhere,
    "second-factor": second_factor,
    "closed-notice": has("notice", "close.click()"),
    "far-down": has("notice", "block.before(filler)"),
    "form-far-down": has("form", "IntersectionObserver"),
    "new-tab": has("notice", "_blank"),
    "country-not-listed": has("form", "My country isn't listed"),
    "mail-never": never_mailed,
    "other-address": has("code", "Use a different email address"),
    "link-mailed": link_mailed,
    "already-objected": has("form", "You've already objected"),
    "refused-at-once": has("form", "unable to process your request"),
    "try-later": has("form", "Please try again later"),
    "try-later-after": try_later_after,
    "choose-account": has("form", "Which account is it about?"),
    "acting-as-page": has("form", "as a Page"),
    "cookie-banner": has("notifications", "Decline optional cookies"),
    "interstitial": has("notifications", "Turn on notifications?"),
    "security-check-done": security_check,
    "says-other-language": has("notice", '<html lang="de">'),
    "mixed-languages": has("form", '<html lang="de">'),
    "reloads": has("form", "location.reload()"),
}
CHECKS = [
    pytest.param(folder, fault, id=f"{folder.name}-{fault}") for folder in FOLDERS for fault in site_info(folder).faults
]
OF_THE_PERSON = {"wrong-code", "wrong-code-thrice", "expired-code", "other-address"}


@pytest.mark.parametrize(("folder", "fault"), CHECKS)
def test_a_fault_shows_itself(folder: Path, fault: str) -> None:
    """With the fault switched on, the site does what its description says."""
    SHOWN_BY[fault](Visitor(load_site(folder, faults=[fault], seed=3)))


@pytest.mark.parametrize("fault", sorted(SHOWN_BY.keys() - OF_THE_PERSON))
def test_without_the_fault_it_does_not(fault: str) -> None:
    """With no fault switched on, the same check fails: it looks at the fault and not at the site."""
    with pytest.raises((AssertionError, StopIteration)):
        SHOWN_BY[fault](Visitor(load_site(FOLDERS[0], seed=3)))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_declared_faults_are_the_checked_ones(folder: Path) -> None:
    """Every fault of every variant has a check above, a description and an expected outcome."""
    faults = site_info(folder).faults
    assert SHOWN_BY.keys() - faults.keys() <= {"acting-as-page"}, "only Facebook knows Pages"
    assert faults.keys() <= SHOWN_BY.keys()
    by_person = {name for name, fault in faults.items() if fault.by == "person"}
    assert by_person == OF_THE_PERSON


@pytest.mark.promise(2)
@pytest.mark.parametrize(
    ("fault", "origin"),
    [("lookalike", "https://www.facebook.com.example"), ("lookalike-http", "http://www.facebook.com")],
)
def test_a_look_alike_is_served_only_when_asked_for(fault: str, origin: str) -> None:
    """The look-alike host belongs to the site with that fault on, and to no other."""
    folder = shipped_folder("fixtures") / "meta" / "facebook-eu-2024"
    assert origin in load_site(folder, faults=[fault]).origins
    assert load_site(folder).origins == {"https://www.facebook.com"}


def test_faults_can_be_joined() -> None:
    """Two faults at once both show themselves."""
    it = Visitor(load_site(FOLDERS[0], faults=["two-links", "slow", "two-links"]))
    two_links(it)
    slow_reply = it.ask("https://www.facebook.com/notifications")
    assert slow_reply.delay_ms == 667
    assert it.site.faults == ("two-links", "slow")
