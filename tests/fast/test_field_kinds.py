"""What a field asks for is told by its words, its names and the form around it, in any language; a doubt is not."""

import json
import math
from importlib import resources

import pytest

from walkout.flow.targets import FieldTarget
from walkout.resolve.clues import KINDS as CLUE_KINDS
from walkout.resolve.kinds import SIGNS_IN, SURE, kinds_of, likeliest, named
from walkout.resolve.match import Ambiguous, Found, Missing
from walkout.resolve.meanings import meanings_of, meanings_of_name
from walkout.resolve.resolve import resolve
from walkout.view import Box, Option

EMAIL, COUNTRY, CODE = (FieldTarget(field=name) for name in ("email", "country-of-residence", "one-time-code"))
LANDS = ("Austria", "Belgium", "Denmark", "Finland", "France", "Germany", "Ireland", "Italy", "Spain", "Sweden")


def options(*labels):
    return tuple(Option(label, label) for label in labels)


@pytest.fixture
def kinds(make):
    """The kinds of the fields of a view of these elements, in their order."""

    def telling(*elements, **more):
        view = make.view(*elements, **more)
        known = kinds_of(view)
        return [field.kind for element in view.elements if (field := known.of(element))]

    return telling


def box(make, name="", **more):
    return make.element("textbox", name, **{"type": "text", "form": 0, **more})


def button(make, name):
    return make.element("button", name, type="submit", submits=True, form=0)


def test_a_confirmed_address_is_an_address(kinds, make):
    """An e-mail field and the one that confirms it both take an e-mail address."""
    assert kinds(box(make, "Email address", type="email"), box(make, "Confirm email address")) == ["email", "email"]


@pytest.mark.promise(3)
def test_the_field_that_confirms_is_not_the_one_to_find(make):
    """Beside an e-mail field the one that confirms it is not taken for it."""
    first = box(make, "Email address", ident="email", type="email")
    match = resolve(EMAIL, make.view(first, box(make, "Confirm email address", ident="email2", type="email")))
    assert isinstance(match, Found)
    assert match.element.ident == "email"


@pytest.mark.promise(3)
def test_two_addresses_known_by_their_ids_alone_are_asked_about(make):
    """Of two fields that only their ids call e-mail, in two forms, none is taken."""
    fields = (
        box(make, ident="email", form=form, type="email", box=Box(10, 40 * form + 10, 200, 30)) for form in (0, 1)
    )
    assert isinstance(resolve(EMAIL, make.view(*fields)), Ambiguous)


@pytest.mark.promise(3)
def test_a_newsletter_beside_the_form_is_not_taken(make):
    """The e-mail field of a newsletter in the footer does not stand for the form's own."""
    own = box(make, "Email address", ident="contact", type="email")
    news = box(make, "Email for our newsletter", type="email", form=1, region="contentinfo")
    match = resolve(EMAIL, make.view(own, news))
    assert isinstance(match, Found)
    assert match.element.ident == "contact"


def test_a_search_box_asks_for_nothing_of_a_person(kinds, make):
    """A search box is no field to fill, whatever can be searched for."""
    search = make.element("searchbox", "", placeholder="Search by name or email", type="search", ident="q", form=0)
    assert kinds(search) == ["other"]


def test_six_small_boxes_are_one_code(kinds, make):
    """Six boxes for one character each, named by numbers, ask for the one-time code."""
    boxes = [box(make, f"Digit {n}", type="tel", maxlength=1, ident=f"otp-{n}") for n in range(6)]
    assert kinds(*boxes) == ["one-time-code"] * 6


@pytest.mark.promise(3)
def test_a_list_of_dialling_codes_is_no_country(make):
    """Beside the list of countries, the list of their dialling codes is not taken for it."""
    dialling = make.element(
        "combobox", "Country code", options=options(*(f"{land} (+{n})" for n, land in enumerate(LANDS, 31))), form=0
    )
    lands = make.element("combobox", "Country", ident="land", options=options(*LANDS), form=0)
    view = make.view(dialling, box(make, "Phone number", type="tel"), lands)
    assert [kinds_of(view).of(element).kind for element in view.elements] == ["dialling-code", "phone", "country"]
    match = resolve(COUNTRY, view)
    assert isinstance(match, Found)
    assert match.element.ident == "land"


@pytest.mark.promise(3)
def test_a_lone_list_of_dialling_codes_is_no_country(make):
    """Where there is no list of countries, that of dialling codes is not taken instead."""
    dialling = make.element("combobox", "", options=options(*(f"{land} (+{n})" for n, land in enumerate(LANDS, 31))))
    assert isinstance(resolve(COUNTRY, make.view(dialling)), Missing)


@pytest.mark.parametrize(
    "facts",
    [
        {"placeholder": "First name"},
        {"context": "First name"},
        {"ident": "billing_firstName"},
        {"autocomplete": "section-a given-name"},
    ],
    ids=str,
)
def test_one_sign_is_enough(kinds, make, facts):
    """A field that only its placeholder, the text before it, its id or its autocomplete names is known in a form."""
    beside = {
        sign: said.replace("First", "Last").replace("first", "last").replace("given", "family")
        for sign, said in facts.items()
    }
    assert kinds(box(make, **facts), box(make, **beside), box(make, "Phone number", type="tel"))[0] == "given-name"
    alone = make.view(box(make, **facts))
    assert likeliest(kinds_of(alone).of(alone.elements[0]).chances)[0] == "given-name"


def test_a_field_that_nothing_names_is_not_named(kinds, make):
    """Where there is no sign of what a field asks for, nothing is said."""
    assert kinds(box(make)) == ["other"]


def test_visibility_is_no_part_of_the_kind(make):
    """A hidden field has a kind as others have, and is never found."""
    view = make.view(box(make, "Email address", type="email", visible=False))
    assert kinds_of(view).of(view.elements[0]).kind == "email"
    assert isinstance(resolve(EMAIL, view), Missing)


def test_where_one_signs_in_an_address_is_the_user_name(make):
    """The same e-mail field is the user name of a form to sign in, and the address of one to sign up."""
    email = box(make, "Email", type="email")
    password = box(make, "Password", type="password")
    signing_in = make.view(email, password, make.element("link", "Forgot password?", form=0), button(make, "Log in"))
    names = box(make, "First name"), box(make, "Last name")
    signing_up = make.view(*names, email, box(make, "Create a password", type="password"), button(make, "Sign up"))
    assert kinds_of(signing_in).of(signing_in.elements[0]).kind == "username"
    assert kinds_of(signing_up).of(signing_up.elements[2]).kind == "email"


def test_the_months_of_a_card_are_no_birthday(kinds, make):
    """A list of months belongs to a birthday beside days and years, and to a card beside its number."""
    months = options(
        "Month", "January", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"
    )
    month = make.element("combobox", "Month", options=months, form=0)
    card = box(make, "Card number", autocomplete="cc-number"), month, box(make, "CVV")
    days = make.element("combobox", "Day", options=options(*map(str, range(1, 32))), form=0)
    years = make.element("combobox", "Year", options=options(*map(str, range(1920, 2010))), form=0)
    assert kinds(*card) == ["other"] * 3
    assert kinds(month, days, years) == ["birthday-month", "birthday-day", "birthday-year"]


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("de", ["Vorname", "Nachname", "E-Mail-Adresse", "Straße und Hausnummer", "PLZ", "Ort", "Land"]),
        ("fi", ["Etunimi", "Sukunimi", "Sähköpostiosoite", "Katuosoite", "Postinumero", "Postitoimipaikka", "Maa"]),
        ("el", ["Όνομα", "Επώνυμο", "Διεύθυνση email", "Διεύθυνση", "Τ.Κ.", "Πόλη", "Χώρα"]),
        ("pl", ["Imię", "Nazwisko", "Adres e-mail", "Ulica i numer", "Kod pocztowy", "Miejscowość", "Kraj"]),
        ("bg", ["Име", "Фамилия", "Имейл адрес", "Улица и номер", "Пощенски код", "Град", "Държава"]),
    ],
)
def test_forms_of_other_languages_are_understood(kinds, make, language, labels):
    """A form is understood by its labels alone, in languages that no example was in."""
    asked = ["given-name", "family-name", "email", "street", "postal-code", "city", "country"]
    assert kinds(*(box(make, label) for label in labels), language=language) == asked


def test_the_longest_meaning_wins():
    """A word that is a part of other words that mean something else does not count."""
    assert set(meanings_of("Card number", "en")) == {"payment-card"}
    assert set(meanings_of("Country code", "en")) == {"dialling-code"}
    assert set(meanings_of_name("cardBillingState")) == {"province"}
    assert set(meanings_of_name("phoneCountryCode")) == {"dialling-code"}


def test_reasons_are_told_in_words(make):
    """A field's evidence names its label, and stronger reasons come first."""
    view = make.view(box(make, "Email address", type="email"))
    reasons = kinds_of(view).of(view.elements[0]).evidence("email")
    assert any("email address" in reason.what for reason in reasons)
    assert [abs(reason.weight) for reason in reasons] == sorted((abs(one.weight) for one in reasons), reverse=True)


def test_weights_tell_how_they_were_made():
    """The file of weights says which script made it, from how much, and how it did on sites that it had not seen."""
    data = json.loads(resources.files("walkout.resolve").joinpath("weights/fields.json").read_text("utf-8"))
    assert "benchmarks/fit_fields.py" in data["about"][0]
    assert data["figures"]["cross-validated by site"]["right"] > 0.95


def test_a_field_of_another_person_is_not_hers(kinds, make):
    """The birthday of a child is no birthday of the person who fills in the form."""
    days = make.element("combobox", "", ident="babies[0].day", options=options(*map(str, range(1, 32))), form=0)
    assert kinds(box(make, "Email address", type="email"), days)[1] == "other"


def test_numbered_fields_are_no_row_of_boxes(kinds, make):
    """Fields whose names differ by a number alone are no boxes of a code where their labels differ."""
    labels = ("First name", "Last name", "City", "Postal code")
    fields = (box(make, label, ident=f"FormField_{n}") for n, label in enumerate(labels))
    assert kinds(*fields) == ["given-name", "family-name", "city", "postal-code"]


def test_the_security_code_of_a_card_is_no_one_time_code(kinds, make):
    """A security code is a card's where its name says so, and a one-time code where it stands alone."""
    card = box(make, "Card number", autocomplete="cc-number"), box(make, "Security code", ident="cc-cvc", type="tel")
    assert kinds(*card) == ["other", "other"]
    assert kinds(box(make, "Security code", ident="code")) == ["one-time-code"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("UsernameAlready a user? Sign in", {"username"}),
        ("Mobile", {"phone"}),
        ("Send it to my mobile", set()),
        ("Location", {"country"}),
        ("e.g. jane@domain.org", {"email"}),
        ("Street address: line 2", {"street-2"}),
        ("Address line 3", set()),
    ],
)
def test_a_label_is_read_as_people_do(text, meant):
    """Stuck words are read apart, a weak word only by itself, an example as what it is one of, a line by its number."""
    assert set(meanings_of(text, "en")) == meant


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("BillingAddress_Address2", "street-2"),
        ("address1", "street"),
        ("address3", "something-else"),
        ("email2", "email"),
        ("phone", "phone"),
        ("recipient", "full-name"),
        ("profile-name", "full-name"),
    ],
)
def test_a_technical_name_is_read_to_its_end(name, meant):
    """The number of an address's line tells, other numbers do not, and its last noun is what a name is of."""
    assert set(meanings_of_name(name)) == {meant}


def test_a_cell_of_a_layout_is_no_phone():
    """ "cell" in a class or an id is mostly a place in a table."""
    assert not meanings_of_name("form-cell")
    assert not meanings_of_name("CustomPropertyTextCell")
    assert set(meanings_of_name("cell")) == {"phone"}


def test_which_of_two_names_an_address_has_may_be_in_doubt():
    """An e-mail address that may be the user name is sure as soon as both together are."""
    assert likeliest({"email": 0.5, "username": 0.4, "other": 0.1}) == ("email", pytest.approx(0.9))
    assert likeliest({"email": 0.5, "username": 0.0, "phone": 0.4, "other": 0.1}) == ("email", 0.5)


def test_a_doubt_is_not_said():
    """A kind that is not sure enough is none."""
    assert named({"city": SURE - 0.01, "street": 0.1, "other": 0.0}) == "other"
    assert named({"city": SURE, "street": 0.1, "other": 0.0}) == "city"


def test_the_weights_are_well_formed():
    """Every weight is a finite number of a known kind, and none is so large that one clue silences all others."""
    data = json.loads(resources.files("walkout.resolve").joinpath("weights/fields.json").read_text("utf-8"))["weights"]
    assert set(data) == {"any", SIGNS_IN, *CLUE_KINDS}
    assert all(math.isfinite(weight) and abs(weight) < 12 for of in data.values() for weight in of.values())
