"""The fixture sites answer as the services are said to: from the notification to the confirmation."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

from walkout.dryrun.clock import Clock
from walkout.dryrun.inbox import Inbox
from walkout.dryrun.site import LARGEST_BODY, Reply, Site, load_site
from walkout.errors import BadUsageError
from walkout.shipped_files import shipped_folder

FIXTURES = shipped_folder("fixtures")
FACEBOOK = FIXTURES / "meta" / "facebook-eu-2024"
FORM = "https://www.facebook.com/help/contact/6359191084165019"
SUBMIT = "https://www.facebook.com/ajax/help/contact/submit/page/"
CONFIRM = "https://www.facebook.com/ajax/help/contact/confirm/code/"
RESEND = "https://www.facebook.com/ajax/help/contact/confirm/resend/"
HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}
REQUEST = {
    "Field482910375516204_iso2_country_code": "DE",
    "email": "anna@example.org",
    "Field731054988620417": "It worries me.",
    "Field260417739985103": "",
}
CODE = "Field905527310048871"


def get(site: Site, address: str) -> str:
    reply = site.answer("GET", address, None, {})
    assert reply is not None
    return text(reply)


def text(reply: Reply) -> str:
    assert reply.status == 200
    return reply.body.decode()


def post(site: Site, address: str, fields: dict[str, str]) -> str:
    reply = site.answer("POST", address, urlencode(fields).encode(), HEADERS)
    assert reply is not None
    return text(reply)


def code_for(site: Site) -> str:
    mail = site.inbox.latest("anna@example.org")
    assert mail is not None
    return mail.code


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def at_the_code(**how: object) -> Site:
    site = load_site(FACEBOOK, seed=7, **how)  # type: ignore[arg-type]
    assert "Check your email" in post(site, SUBMIT, REQUEST)
    return site


def test_the_whole_way() -> None:
    """Notification, notice, form and code lead to the confirmation."""
    site = load_site(FACEBOOK, seed=7)
    assert 'href="https://www.facebook.com/privacy/policy-updates/"' in get(
        site, "https://www.facebook.com/notifications"
    )
    assert f'href="{FORM}"' in get(site, "https://www.facebook.com/privacy/policy-updates")
    assert "Country of residence" in get(site, FORM)
    assert "a…@e…" in post(site, SUBMIT, REQUEST)
    assert "We've received your request" in post(site, CONFIRM, {CODE: code_for(site)})


@pytest.mark.parametrize(("language", "words"), [("de", "Wir haben deine Anfrage erhalten"), ("fr", "Nous avons reçu")])
def test_the_confirmation_in_other_languages(language: str, words: str) -> None:
    """The same process ends with a confirmation in the page's language."""
    site = load_site(FACEBOOK, language=language)
    post(site, SUBMIT, REQUEST)
    page = post(site, CONFIRM, {CODE: code_for(site)})
    assert words in page
    assert f'<html lang="{language}">' in page


def test_the_mail_holds_the_code() -> None:
    """The mail is in the page's language, and its text holds the six digits that are its code."""
    site = load_site(FACEBOOK, language="de", clock=Clock(datetime(2024, 6, 1, 12, tzinfo=UTC)))
    post(site, SUBMIT, REQUEST)
    mail = site.inbox.latest("ANNA@example.org")
    assert mail is not None
    assert (mail.to, mail.subject, mail.sent_at.hour) == ("anna@example.org", "Dein Code für die Anfrage", 12)
    assert len(mail.code) == 6
    assert mail.code.isdigit()
    assert mail.code in mail.text


def test_a_wrong_code_is_told_and_the_right_one_taken() -> None:
    """A wrong code is answered with its page and does not confirm; the right one after it does."""
    site = at_the_code()
    assert "The code you entered is incorrect" in post(site, CONFIRM, {CODE: wrong(code_for(site))})
    assert "We've received your request" in post(site, CONFIRM, {CODE: code_for(site)})


def test_three_wrong_codes_lock() -> None:
    """After the third wrong code neither the right code nor a new one is taken."""
    site = at_the_code()
    pages = [post(site, CONFIRM, {CODE: wrong(code_for(site))}) for _ in range(3)]
    assert ["too many times" in page for page in pages] == [False, False, True]
    assert "too many times" in post(site, CONFIRM, {CODE: code_for(site)})
    assert "too many times" in post(site, RESEND, {})
    assert "too many times" in get(site, CONFIRM)
    assert len(site.inbox.mails) == 1


@pytest.mark.parametrize(("minutes", "taken"), [(60, True), (61, False)])
def test_a_code_is_valid_for_an_hour(minutes: int, taken: bool) -> None:
    """The code is taken up to sixty minutes after its mail, by the site's clock, and not later."""
    clock = Clock(datetime(2024, 6, 1, 12, tzinfo=UTC))
    site = at_the_code(clock=clock)
    clock.move(timedelta(minutes=minutes))
    page = post(site, CONFIRM, {CODE: code_for(site)})
    assert ("We've received your request" in page) is taken
    assert ("This code has expired" in page) is not taken
    assert (CODE in page) is False


def test_a_new_code_replaces_the_expired_one() -> None:
    """A new code confirms, and the one before it is wrong from then on."""
    clock = Clock(datetime(2024, 6, 1, 12, tzinfo=UTC))
    site = at_the_code(clock=clock)
    old = code_for(site)
    clock.move(timedelta(minutes=61))
    assert "another code" in post(site, RESEND, {})
    assert "incorrect" in post(site, CONFIRM, {CODE: old})
    assert "We've received your request" in post(site, CONFIRM, {CODE: code_for(site)})


def test_an_empty_code_does_not_count_as_a_try() -> None:
    """Posting the code's field empty asks for it and does not lead to the lock."""
    site = at_the_code()
    for _ in range(4):
        assert "Enter the code from the email" in post(site, CONFIRM, {CODE: " "})
    assert "We've received your request" in post(site, CONFIRM, {CODE: code_for(site)})


def test_no_code_is_right_before_a_request() -> None:
    """Without a request no code confirms, the empty one neither."""
    site = load_site(FACEBOOK)
    assert "We've received your request" not in post(site, CONFIRM, {CODE: ""})
    assert "We've received your request" not in post(site, CONFIRM, {CODE: "000000"})


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("Field482910375516204_iso2_country_code", "Choose your country of residence."),
        ("email", "Enter your email address."),
        ("Field731054988620417", "Tell us how you are affected."),
    ],
)
def test_an_empty_field_is_named(field: str, words: str) -> None:
    """A form with a required field left empty comes back, names that field alone, and mails nothing."""
    site = load_site(FACEBOOK)
    page = post(site, SUBMIT, {**REQUEST, field: ""})
    assert words in page
    assert page.count('role="alert"') == 1
    assert site.inbox.mails == []


def test_what_was_typed_is_in_the_form_again() -> None:
    """A form that comes back holds what was sent, escaped."""
    page = post(load_site(FACEBOOK), SUBMIT, {**REQUEST, "email": 'a"<b', "Field731054988620417": "</textarea><i>"})
    assert "This is not an email address." in page
    assert 'value="a&quot;&lt;b"' in page
    assert "&lt;/textarea&gt;&lt;i&gt;" in page
    assert "</textarea><i>" not in page


def test_a_reload_shows_where_the_request_is() -> None:
    """The address of a post, asked for anew, shows the form, then the code's page, then the confirmation."""
    site = load_site(FACEBOOK)
    assert "Country of residence" in get(site, SUBMIT)
    post(site, SUBMIT, REQUEST)
    assert "6-digit code" in get(site, SUBMIT)
    post(site, CONFIRM, {CODE: code_for(site)})
    assert "We've received your request" in get(site, SUBMIT)
    assert "We've received your request" in post(site, CONFIRM, {CODE: "123456"})


@pytest.mark.promise(1)
def test_reading_sends_nothing_and_a_post_is_kept() -> None:
    """What the site received is kept with names and values, and looking at pages adds nothing to it."""
    site = load_site(FACEBOOK)
    for address in (
        "https://www.facebook.com/notifications",
        "https://www.facebook.com/privacy/policy/?x=1",
        FORM,
    ):
        get(site, address)
    assert site.sent == []
    assert site.asked[1].endswith("?x=1")
    post(site, SUBMIT, REQUEST)
    (sent,) = site.sent
    assert (sent.does, sent.path, sent.names) == (
        "take-request",
        "/ajax/help/contact/submit/page/",
        tuple(REQUEST),
    )
    assert sent.values["email"] == "anna@example.org"
    assert "anna" not in repr(sent)


@pytest.mark.promise(9)
@pytest.mark.parametrize(
    "address",
    [
        "https://www.facebook.com/unknown",
        "https://facebook.com/notifications",
        "https://www.facebook.com:8443/notifications",
        "https://www.facebook.com.example/help/contact/6359191084165019",
        "http://www.facebook.com/notifications",
        "https://example.org/",
        "data:text/html,hello",
        "file:///etc/passwd",
        "https://www.facebook.com/notifications/../../../../etc/passwd",
        "https://www.facebook.com/..%2f..%2f..%2fetc/passwd",
        "https://www.facebook.com/site.yaml",
        "https://www.facebook.com/form.html",
        "https://[::1",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_address_is_not_answered(method: str, address: str) -> None:
    """An address that no rule names is not of this site, whatever file it may hint at."""
    site = load_site(FACEBOOK)
    assert site.answer(method, address, b"", HEADERS) is None
    assert (site.sent, site.asked) == ([], [])


@pytest.mark.parametrize(
    ("method", "address", "body", "kind", "status"),
    [
        ("POST", SUBMIT, b"x" * (LARGEST_BODY + 1), HEADERS["Content-Type"], 413),
        ("POST", SUBMIT, b"{}", "application/json", 415),
        ("POST", SUBMIT, b"\xff=1", HEADERS["Content-Type"], 400),
        ("POST", SUBMIT, b"&".join([b"a=1"] * 300), HEADERS["Content-Type"], 400),
        ("POST", FORM, b"a=1", HEADERS["Content-Type"], 405),
        ("DELETE", SUBMIT, b"", "", 405),
    ],
)
def test_a_strange_post_is_refused(method: str, address: str, body: bytes, kind: str, status: int) -> None:
    """A post that is too large, of another kind, unreadable or at the wrong place is refused, not kept."""
    site = load_site(FACEBOOK)
    reply = site.answer(method, address, body, {"content-type": kind})
    assert reply is not None
    assert reply.status == status
    assert site.sent == []


def test_a_seed_makes_the_codes_the_same() -> None:
    """Two sites with one seed mail the same codes; a code is never the same as the one before it."""
    one, other = at_the_code(), at_the_code()
    for _ in range(20):
        before = code_for(one)
        post(one, RESEND, {})
        post(other, RESEND, {})
        assert code_for(one) == code_for(other) != before


def test_words_that_a_site_does_not_have() -> None:
    """A language or a fault that the site does not have is refused, and the message lists those it has."""
    with pytest.raises(BadUsageError, match="language 'xx'") as language:
        load_site(FACEBOOK, language="xx")
    assert "de" in language.value.remedy
    with pytest.raises(BadUsageError, match="fault 'typo'") as fault:
        load_site(FACEBOOK, faults=["typo"])
    assert "signed-out" in fault.value.remedy


def test_the_clock_moves_forward_only() -> None:
    """A clock stands at its start until it is moved, runs without one, and never goes back."""
    start = datetime(2024, 6, 1, 12, tzinfo=UTC)
    clock = Clock(start)
    clock.move(timedelta(hours=1))
    assert clock.now() == start + timedelta(hours=1)
    assert abs(Clock().now() - datetime.now(UTC)) < timedelta(minutes=1)
    with pytest.raises(ValueError, match="backwards"):
        clock.move(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="time zone"):
        Clock(datetime(2024, 6, 1))


def test_a_lost_mail_is_given_out_all_the_same() -> None:
    """A code whose mail is lost is not in the inbox, and another address's code is wrong."""
    inbox = Inbox(Clock(), seed=1)
    inbox.send_code("a@example.org", lambda code: ("", code), lost=True)
    assert inbox.latest("a@example.org") is None
    inbox.send_code("b@example.org", lambda code: ("", code))
    mail = inbox.latest("b@example.org")
    assert mail is not None
    assert (inbox.check("b@example.org", mail.code), inbox.check("a@example.org", mail.code)) == (
        "right",
        "wrong",
    )
