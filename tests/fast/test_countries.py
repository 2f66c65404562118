"""Countries: found by any name, never guessed, and looked up without loading the world."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkout.words import territories
from walkout.words.countries import (
    EEA,
    EU,
    OBJECTION_REGIONS,
    adjective,
    country_code,
    display_name,
    find_country,
    is_country_list,
    names_of,
)
from walkout.words.normal import normal
from walkout.words.territories import LOCALES, aliases, labels_in, names_in, shared_names


def options_in(locale: str, *, without: str = "") -> list[tuple[str, str]]:
    """A list of all countries as a page may have it, sorted by label, with a line that asks to choose."""
    names = sorted((name, code) for code, name in labels_in(locale).items() if code != without)
    return [("", "-"), *((code, name) for name, code in names)]


def test_the_regions_are_those_of_the_law() -> None:
    """27 states in the EU, 30 in the EEA, and the United Kingdom, Switzerland and Brazil beside them."""
    assert (len(EU), len(EEA), len(OBJECTION_REGIONS)) == (27, 30, 33)
    assert {"IS", "LI", "NO", "GB", "CH", "BR"} == OBJECTION_REGIONS - EU


@pytest.mark.parametrize("code", sorted(OBJECTION_REGIONS))
def test_each_country_is_known_by_its_name_in_every_language(code: str) -> None:
    """A country's CLDR name in each of the 27 languages, as written or shouted, leads to its code."""
    for locale in LOCALES:
        name = labels_in(locale)[code]
        assert country_code(name) == code, (locale, name)
        assert country_code(f"  {name.upper()} ", locale) == code, (locale, name)


@pytest.mark.parametrize("code", sorted(OBJECTION_REGIONS))
def test_each_country_is_known_by_its_codes(code: str) -> None:
    """A two-letter code in either case leads to itself."""
    assert country_code(code) == country_code(code.lower()) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Czech Republic", "CZ"),
        ("Czechia", "CZ"),
        ("Tschechien", "CZ"),
        ("Holland", "NL"),
        ("the netherlands", "NL"),
        ("UK", "GB"),
        ("U.K.", "GB"),
        ("Great Britain", "GB"),
        ("Großbritannien", "GB"),
        ("DEU", "DE"),
        ("EL", "GR"),
        ("Éire", "IE"),
        ("Republic of Ireland", "IE"),
        ("🇵🇱 Polska", "PL"),
        ("Brasil", "BR"),
        ("USA", "US"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("Austria", "AT"),
        ("Australia", "AU"),
    ],
)
def test_other_names_and_codes_are_known(text: str, code: str) -> None:
    """Short, older and official names are known, and names that look alike stay apart."""
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("Germny", "DE"), ("Swizerland", "CH"), ("Lichtenstein", "LI"), ("Osterreich", "AT"), ("Irelnd", "IE")],
)
def test_a_slip_of_typing_is_understood(text: str, code: str) -> None:
    """A name with one letter amiss is taken where no other country comes near."""
    assert country_code(text) == code


@pytest.mark.promise(3)
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "?",
        "Nigera",
        "Austrlia",
        "Slovekia",
        "Congo",
        "Kongo",
        "Wonderland",
        "Atlantis",
        "Earth",
        "zz",
        "EU",
        "Europe",
    ],
)
def test_a_doubtful_name_is_not_guessed(text: str) -> None:
    """What lies between two countries, or near none, is no country."""
    assert country_code(text) is None


def test_the_language_decides_between_countries_that_share_a_name() -> None:
    """A name with two meanings is known together with its language."""
    assert (country_code("Kongo", "no"), country_code("Kongo", "pl")) == ("CD", "CG")


@given(st.text(max_size=20))
def test_any_text_gives_a_known_code_or_none(text: str) -> None:
    """Whatever is typed, the answer is a code of a country or None."""
    assert country_code(text) in {*labels_in("en"), None}


def test_a_name_means_one_country_in_all_languages() -> None:
    """No two languages, and no alias, give one name to two countries, except the names listed as shared."""
    meant: dict[str, set[str]] = {}
    for names in (*map(names_in, LOCALES), aliases()):
        for name, code in names.items():
            meant.setdefault(name, set()).add(code)
    assert {name for name, codes in meant.items() if len(codes) > 1} <= shared_names()


@pytest.mark.parametrize("locale", LOCALES)
def test_within_a_language_each_country_has_a_name_of_its_own(locale: str) -> None:
    """Two countries do not become one when their names are made normal."""
    assert len(names_in(locale)) == len(labels_in(locale)) > 240


def test_no_alias_belongs_to_two_countries() -> None:
    """The alias data does not list the same name under two codes."""
    listed = [normal(name) for names in territories.data()["aliases"].values() for name in names]
    assert len(listed) == len(set(listed))


def test_names_of_one_language_and_of_all() -> None:
    """With a language the names are those of the page, of English and our own; without one they are all."""
    in_french = names_of("DE", "fr-FR")
    assert {"allemagne", "germany", "bundesrepublik deutschland"} <= in_french
    assert "saksa" not in in_french
    assert {"saksa", "allemagne"} <= names_of("DE")
    assert names_of("??") == frozenset()


@pytest.mark.parametrize("locale", ["en", "de", "fr", "pl", "el", "fi", "pt_PT"])
@pytest.mark.parametrize("code", ["AT", "CZ", "GB", "IE", "LU", "NE"])
def test_a_country_is_found_once_in_a_list_of_the_page_language(code: str, locale: str) -> None:
    """In a list of all countries exactly one entry fits, and it is the right one."""
    options = options_in(locale)
    assert [options[index][0] for index in find_country(code, options, locale)] == [code]


def test_a_list_in_another_language_than_the_page_is_understood() -> None:
    """Where the page says French and the list is Finnish, the country is found all the same."""
    options = [(str(number), label) for number, (_, label) in enumerate(options_in("fi"))]
    assert [options[index][1] for index in find_country("DE", options, "fr")] == ["Saksa"]


@pytest.mark.promise(3)
def test_a_country_that_the_list_lacks_is_not_found() -> None:
    """A list without Norway gives nothing for Norway, however near another name may be."""
    assert find_country("NO", options_in("en", without="NO"), "en") == []
    assert find_country("NE", options_in("en", without="NE"), "en") == []


@pytest.mark.promise(3)
def test_a_repeated_country_gives_every_place() -> None:
    """A list that has its favourites at the top gives both entries; which is taken is not decided here."""
    assert find_country("FR", [("FR", "France"), ("", "---"), ("DE", "Germany"), ("FR", "France")], "en") == [
        0,
        3,
    ]


def test_a_code_finds_a_country_under_an_unknown_label() -> None:
    """Under a label that CLDR does not have, the value decides: two letters or three."""
    options = [("FR", "France"), ("GB", "Gt. Britain & N. Ireland"), ("DE", "Germany"), ("IT", "Italy")]
    assert find_country("GB", options, "en") == [1]
    assert find_country("GB", [(value.replace("GB", "GBR"), label) for value, label in options], "en") == [1]


def test_a_label_that_names_another_country_outweighs_the_value() -> None:
    """An entry with our country's code and another country's name is not ours."""
    assert find_country("AT", [("AT", "Australia"), ("DE", "Germany"), ("FR", "France")], "en") == []


@pytest.mark.parametrize(
    "options",
    [
        [("de", "Deutsch"), ("fr", "Français"), ("it", "Italiano"), ("en", "English (UK)")],
        [("DE", "Delaware"), ("FL", "Florida"), ("GA", "Georgia"), ("IL", "Illinois"), ("IN", "Indiana")],
    ],
)
def test_codes_of_something_else_are_not_countries(options: list[tuple[str, str]]) -> None:
    """In a list of languages or of states, a value that looks like a country's code means nothing."""
    assert find_country("DE", options, "en") == []


@pytest.mark.promise(3)
def test_an_entry_with_a_dialling_code_is_passed_over() -> None:
    """Beside plain names an entry with a dialling code is never the country."""
    options = [("1", "Germany (+49)"), ("2", "France"), ("3", "Germany"), ("4", "Italy"), ("5", "Spain")]
    assert find_country("DE", options, "en") == [2]
    assert find_country("DE", [*options[:2], *options[3:]], "en") == []


def test_a_list_of_nothing_but_dialling_codes_is_taken_as_it_is() -> None:
    """Where every entry has a dialling code, the entries are countries still."""
    options = [("", "Choose"), ("+49", "Germany (+49)"), ("+33", "France (+33)"), ("+39", "Italy (+39)")]
    assert find_country("FR", options, "en") == [2]


@pytest.mark.parametrize(
    "label", ["Deutschland (Germany)", "DE - Germany", "🇩🇪 Germany", "Germany / Deutschland", "GERMANY *"]
)
def test_labels_with_several_parts_are_understood(label: str) -> None:
    """A label may give the name twice, or with its code or flag."""
    assert find_country("DE", [("a", "France"), ("b", label), ("c", "Italy")], "en") == [1]


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("US", "Virgin Islands (U.S.)"),
        ("NL", "Netherlands (Caribbean)"),
        ("FR", "Polynesia (France)"),
        ("IE", "Ireland (UK)"),
    ],
)
def test_a_part_of_the_world_is_not_the_country_it_names(code: str, label: str) -> None:
    """A label that has a country's name beside other words means another place."""
    assert find_country(code, [("x", label), ("ES", "Spain"), ("IT", "Italy")], "en") == []


def test_a_country_list_is_told_from_other_lists() -> None:
    """Most labels name countries, or it is no list of countries."""
    assert is_country_list(["Choose a country", "Germany", "Holland", "Czech Republic"], "en")
    assert is_country_list([label for _, label in options_in("de")], "de-AT")
    assert not is_country_list(["January", "February", "March"], "en")
    assert not is_country_list(["Deutsch", "Français", "Italiano"], "de")
    assert not is_country_list(["Yes", "No"], "en")
    assert not is_country_list([], "en")
    assert not is_country_list(["--", "1990"], None)


def test_display_names() -> None:
    """A name is given in the language asked for, else in English, and an unknown code is an error."""
    assert (display_name("DE", "fr"), display_name("DE", "de-CH"), display_name("DE", "tlh")) == (
        "Allemagne",
        "Deutschland",
        "Germany",
    )
    with pytest.raises(KeyError, match="QQ"):
        display_name("QQ", "en")


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_each_country_has_its_adjective(language: str) -> None:
    """Every country that the form is for has an adjective of its own in each language of the letter."""
    found = {code: adjective(code, language) for code in OBJECTION_REGIONS}
    assert all(found.values())
    assert len(set(found.values())) == len(found)
    assert adjective("US", language) is None
    assert adjective("IE", "fi") is None


def test_the_common_case_loads_one_language_beside_english() -> None:
    """A country found in a German list costs the German and the English names, not the other 25 languages."""
    program = (
        "from walkout.words.countries import country_code, find_country, is_country_list;"
        "code = country_code('Germany'); options = [('1', 'Frankreich'), ('2', 'Deutschland')];"
        "assert find_country(code, options, 'de') == [1] and is_country_list([l for _, l in options], 'de');"
        "from walkout.words import territories; print(territories.labels_in.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert int(done.stdout) <= 2
