"""Shapes of real pages in which an element is easily mistaken for another: the right one is found, or she is asked."""

from collections.abc import Callable

import pytest

from walkout.flow.targets import parse_target
from walkout.resolve.match import Found, Missing
from walkout.resolve.resolve import resolve
from walkout.view import PageView

Show = Callable[[str], PageView]

COUNTRIES = "".join(
    f"<option value={code}>{name}" for code, name in (("DE", "Germany"), ("FR", "France"), ("IE", "Ireland"))
)
MANY = COUNTRIES + "<option value=IT>Italy<option value=ES>Spain<option value=PL>Poland<option value=SE>Sweden"
DIALLING = (
    "<option value=49>Germany (+49)<option value=33>France (+33)<option value=353>Ireland (+353)<option>Italy (+39)"
)
EMAIL = "<p><label>Email address <input id=right name=email type=email></label></p>"

FOUND = {
    "confirm-email": (
        "field:email",
        EMAIL + "<p><label>Confirm email address <input name=email2 type=email></label></p>",
    ),
    "repeat-email": (
        "field:email",
        EMAIL + "<p><label>Repeat your email address <input name=again type=email></label></p>",
    ),
    "newsletter-in-footer": (
        "field:email",
        f"<main><form>{EMAIL}<button>Send</button></form></main><footer><form><h2>Newsletter</h2>"
        "<input name=nl type=email placeholder='Your email for our newsletter'><button>Go</button></form></footer>",
    ),
    "search-in-header": (
        "field:email",
        f"<header role=banner><input type=search aria-label='Search by email or name'></header>{EMAIL}",
    ),
    "dialling-code-beside-country": (
        "field:country-of-residence",
        f"<p><label>Country code <select name=dial>{DIALLING}</select></label><input type=tel aria-label=Phone></p>"
        f"<p><label>Country of residence <select id=right>{MANY}</select></label></p>",
    ),
    "nationality-beside-residence": (
        "field:country-of-residence",
        f"<p><label>Country of birth <select name=born>{MANY}</select></label></p>"
        f"<p><label>Country of residence <select id=right>{MANY}</select></label></p>",
    ),
    "placeholder-only": ("field:email", "<input id=right placeholder='Email address'><input placeholder='First name'>"),
    "table-cell": (
        "field:email",
        "<table><tr><td>First name<td><input><tr><td>Email address<td><input id=right></table>",
    ),
    "text-above": (
        "field:email",
        "<div>First name</div><div><input></div><div>Email address</div><div><input id=right></div>",
    ),
    "labelled-by-another": ("field:email", "<p id=l>Email address</p><p>Other</p><input id=right aria-labelledby=l>"),
    "contents-beside-link": (
        "link:right-to-object",
        "<nav><ul><li><a href='#rights'>Right to object</a></ul></nav><h2 id=rights>Right to object</h2>"
        "<p>You have the <a id=right href='/help/contact/1'>right to object</a> to this.</p>",
    ),
    "one-word-of-the-sentence": (
        "link:right-to-object",
        "<ul><li><a href='/5'>Object</a></ul><p>You have the right to <a id=right href='/form'>object</a> to it.</p>",
    ),
    "small-and-large-window": (
        "link:right-to-object",
        "<div style='display: none'><a href='/form'>Right to object</a></div>"
        "<div><a id=right href='/form'>Right to object</a></div>",
    ),
    "the-same-link-twice": (
        "link:right-to-object",
        "<p>First: <a id=right href='/form'>Right to object</a></p><p>Again: <a href='/form'>Right to object</a></p>",
    ),
    "off-screen-twin": (
        "field:email",
        f"<div style='position: absolute; left: -5000px'><label>Email address <input name=trap></label></div>{EMAIL}",
    ),
    "hidden-field-of-the-same-name": ("field:email", f"<input type=hidden name=email value=x>{EMAIL}"),
    "cancel-beside-submit": (
        "button:submit",
        "<form><button type=button>Cancel</button> <button id=right>Submit</button></form>",
    ),
}
ASKED = {
    "two-forms-alike": (
        "field:email",
        "".join(f"<form><p><label>Email address <input type=email name=e{n}></label></form>" for n in "12"),
    ),
    "dialling-code-alone": (
        "field:country-of-residence",
        f"<p><label>Country code <select>{DIALLING}</select></label><input type=tel aria-label=Phone></p>",
    ),
    "a-friends-email": ("field:email", "<p><label>Your friend's email address <input type=email></label></p>"),
    "a-search-box-alone": ("field:email", "<input type=search aria-label=Search>"),
    "contents-alone": ("link:right-to-object", "<ul><li><a href='#a'>Object</a><li><a href='#b'>Erase</a></ul>"),
    "only-a-hidden-one": (
        "field:email",
        "<div style='opacity: 0'><label>Email address <input type=email></label></div>",
    ),
}
CODES = {
    "one-field": "<p><label>6-digit code <input inputmode=numeric autocomplete=one-time-code></label></p>",
    "six-boxes": "<fieldset><legend>Enter the 6-digit code</legend>"
    + "".join(f"<input maxlength=1 inputmode=numeric aria-label='Digit {n}'>" for n in range(1, 7))
    + "</fieldset>",
}


@pytest.mark.promise(3)
@pytest.mark.parametrize(("target", "body"), FOUND.values(), ids=FOUND)
def test_the_right_one_is_found(show: Show, target: str, body: str) -> None:
    """Beside what it is easily mistaken for, the right element is found without doubt."""
    match = resolve(parse_target(target), show(body))
    assert isinstance(match, Found), match
    assert match.element.ident.split()[:1] == ["right"]


@pytest.mark.promise(3)
@pytest.mark.parametrize(("target", "body"), ASKED.values(), ids=ASKED)
def test_nothing_is_taken_in_doubt(show: Show, target: str, body: str) -> None:
    """Where the right one is not there, or there are two, none is taken."""
    assert not isinstance(resolve(parse_target(target), show(body)), Found)


@pytest.mark.parametrize("body", CODES.values(), ids=CODES)
def test_a_page_that_wants_the_code_is_known_by_it(show: Show, body: str) -> None:
    """A field for the code is seen, be it one or a box for each digit."""
    assert not isinstance(resolve(parse_target("field:one-time-code"), show(body)), Missing)
