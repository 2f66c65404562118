"""Where am I: one page of the flow without doubt, none, or a doubt that is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkout.walk.recognise import recognise


@pytest.fixture
def place(facebook_flow, fakes, make):
    """The place of one of the fakes' screens, with more elements, or at another address."""
    screens = fakes.screens()

    def placing(screen, *more, address=None, **facts):
        return recognise(
            facebook_flow.flow,
            make.view(*screens[screen].elements, *more, address=address or screens[screen].address, **facts),
        )

    return placing


@pytest.mark.parametrize(
    ("screen", "page"),
    [
        ("notifications", "notifications"),
        ("notice", "notice"),
        ("policy", "policy"),
        ("form", "form"),
        ("code", "code"),
        ("code-wrong", "code-wrong"),
        ("locked", "code-locked"),
        ("received", "received"),
        ("refused", "refused"),
        ("unavailable", "unavailable"),
        ("sign-in", "sign-in"),
    ],
)
def test_each_page_is_known_by_what_is_on_it(place, screen, page):
    """Every page of the flow is told from all others."""
    assert place(screen).page.page == page


def test_a_page_that_shows_more_is_the_special_one(place, make):
    """A code's page that also says that the code was wrong is `code-wrong`, as that asks for all of `code` and more."""
    assert [page.page for page in place("code").fitting] == ["code"]
    special = place("code", make.element("text", "The code you entered is incorrect"))
    assert [page.page for page in special.fitting] == ["code-wrong"]


@pytest.mark.promise(3)
def test_updates_of_the_policy_are_not_the_policy(place, make):
    """A notice that is headed "Updates to our Privacy Policy" is the notice, though the policy is in its name."""
    updates = place("unknown", make.element("heading", "Updates to our Privacy Policy"))
    assert [page.page for page in updates.fitting] == ["notice"]


def test_two_pages_that_fit_are_a_doubt(place, make):
    """Where two pages fit and neither is the special case of the other, no page is known, and both are named."""
    doubtful = place("notice", make.element("heading", "Notifications"))
    assert doubtful.page is None
    assert {page.page for page in doubtful.fitting} == {"notice", "notifications"}


@pytest.mark.promise(4)
def test_a_page_with_the_code_still_to_enter_is_not_the_confirmation(place, make):
    """`unless` counts: a page that asks for the code and speaks of a received request is the code's page."""
    asking = place("code", make.element("text", "We've received your request."))
    assert asking.page.page == "code"


def test_a_page_that_shows_nothing_of_the_flow_is_unknown(place):
    """No page fits, so none is known, and it does not look like one of ours."""
    assert place("unknown").page is None
    assert not place("unknown").looks_like_ours


@pytest.mark.promise(2)
@pytest.mark.parametrize(
    "address",
    [
        "https://www.facebook.com.example/help/contact/1",
        "https://faceboook.com/help/contact/1",
        "https://facebook.com/help/contact/1",
        "http://www.facebook.com/help/contact/1",
        "https://www.facebook.com:8443/help/contact/1",
        "https://www.facebook.com@elsewhere.example/help",
        "https://elsewhere.example/www.facebook.com/help",
        "https://www.f\u0430cebook.com/help",
        "data:text/html,form",
        "about:blank",
    ],
)
def test_a_page_elsewhere_is_never_known(place, address):
    """The same page on a look-alike host, on http or another port is not taken for ours, but said to look like it."""
    elsewhere = place("form", address=address)
    assert elsewhere.page is None
    assert elsewhere.looks_like_ours


@pytest.mark.parametrize("address", ["https://www.facebook.com:443/x", "https://WWW.FACEBOOK.COM/x"])
def test_spellings_of_the_same_origin_are_the_same(place, address):
    """The default port and letter case make no other origin."""
    assert place("form", address=address).page.page == "form"


def test_no_network_is_told_from_an_unknown_page(place):
    """The browser's own error page is known as such."""
    assert place("offline").offline
    assert not place("unknown").offline


def test_a_page_is_the_same_only_in_the_same_document(place):
    """Another document with the same page is another place: it has been loaded anew."""
    assert place("code", born=1.0).is_as(place("code", born=1.0))
    assert not place("code", born=1.0).is_as(place("code", born=2.0))
    assert not place("code", born=1.0).is_as(place("code-wrong", born=1.0))
    assert not place("code").is_as(None)


@given(data=st.data())
def test_the_order_of_elements_never_changes_the_page(facebook_flow, fakes, make, data):
    """A page is known by what is on it, not by where."""
    screen = data.draw(st.sampled_from(["notice", "policy", "form", "code", "code-wrong", "received"]))
    elements = fakes.screens()[screen].elements
    shuffled = data.draw(st.permutations(elements))
    known = [recognise(facebook_flow.flow, make.view(*order)).page.page for order in (elements, shuffled)]
    assert known[0] == known[1] == screen
