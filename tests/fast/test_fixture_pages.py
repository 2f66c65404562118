"""The pages of the fixture sites: whole in every language, unmarked, in need of nothing from outside."""

import re
from collections import defaultdict
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from babel import Locale
from ruamel.yaml import YAML

from walkout.dryrun.page_marks import is_mark
from walkout.dryrun.site import Site, load_site, site_info
from walkout.dryrun.site_file import read_strings
from walkout.dryrun.site_pages import HTML_TAGS, masked, names_of_countries, other_language, text_of
from walkout.dryrun.site_rules import addresses_of
from walkout.shipped_files import shipped_folder
from walkout.words.territories import locales_of

META = shipped_folder("fixtures") / "meta"
FOLDERS = sorted(path.parent for path in META.glob("*/site.yaml"))
PAGES = sorted(META.glob("*/*.html"))
EEA = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"
STATES = (
    "new-code",
    "wrong-code",
    "expired-code",
    "missing-code",
    "missing-country",
    "bad-email",
    "two-links",
)


def of_2024(folder: Path) -> bool:
    """Whether the site's form asks for the country among all others."""
    return folder.name.endswith(("eu-2024", "eu-2024-native", "br-2025"))


class Elements(HTMLParser):
    """The start tags of a page with their attributes, and the text that follows each."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str], list[str]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}, []))

    def handle_data(self, data: str) -> None:
        if self.found:
            self.found[-1][2].append(data)


def english() -> dict[str, set[str]]:
    """The English words of every key, as the page files have them."""
    words: dict[str, set[str]] = defaultdict(set)
    for path in PAGES:
        for _, attrs, text in Elements(path.read_text("utf-8")).found:
            for mark, key in attrs.items():
                if mark == "data-t":
                    words[key].add("".join(text).strip())
                elif mark.startswith("data-t-"):
                    words[key].add(attrs[mark.removeprefix("data-t-")])
    return words


def served(site: Site) -> dict[str, str]:
    """Every page of a site by its name, each in all of its states at once."""
    flags = frozenset((*site.faults, *STATES))
    return {name: site._pages.show(name, flags, {"to": "a…@e…"}, {}) for name in site._pages._paths}


def every_site() -> list[tuple[Path, str, str]]:
    """Each site in some languages, and with the faults that its own file declares in its first one."""
    infos = [(folder, site_info(folder)) for folder in FOLDERS]
    in_languages = [(folder, language, "") for folder, language in in_their_languages("en", "el", "pt", "no")]
    return in_languages + [(folder, info.languages[0], fault) for folder, info in infos for fault in _own(folder)]


def _own(folder: Path) -> list[str]:
    told = YAML(typ="safe").load((folder / "site.yaml").read_text("utf-8"))
    return list(told.get("faults", {}))


def in_their_languages(*wanted: str) -> list[tuple[Path, str]]:
    """Each site in those of the languages that it has, or in its only one."""
    infos = [(folder, site_info(folder).languages) for folder in FOLDERS]
    return [(folder, one) for folder, known in infos for one in ([x for x in wanted if x in known] or known)]


STRINGS = sorted(path.stem for path in (META / "strings").glob("*.yaml"))


@pytest.mark.parametrize("language", STRINGS)
def test_the_words_of_a_language_are_those_of_the_pages(language: str) -> None:
    """Every key of the pages has words in the language, and the language has no words that no page uses."""
    assert read_strings(META / "strings", language).keys() == english().keys()


def test_a_key_has_the_same_english_everywhere() -> None:
    """No two pages say different English words under one key."""
    assert {key: words for key, words in english().items() if len(words) != 1} == {}


@pytest.mark.parametrize("language", STRINGS)
def test_the_words_are_translated(language: str) -> None:
    """Few words are the English ones in another language: those that the languages share, such as "Info"."""
    words = read_strings(META / "strings", language)
    same = {key for key, said in english().items() if said == {words[key]}}
    assert len(same) <= 6, same
    assert all(len(words[key].split()) <= 2 for key in same), same


@pytest.mark.parametrize(("folder", "language", "fault"), every_site())
def test_a_served_page_has_no_trace_of_its_making(folder: Path, language: str, fault: str) -> None:
    """No mark, comment or file name is left, and the page says its language and that it is a rehearsal."""
    site = load_site(folder, language=language, faults=[fault] if fault else [])
    for name, page in served(site).items():
        elements = Elements(page).found
        assert not [attr for _, attrs, _ in elements for attr in attrs if is_mark(attr)], name
        assert "data-t" not in page
        assert "<!--" not in page
        assert "../" not in page
        tongue = other_language(language) if name in site._pages._foreign else site._pages._says
        assert f'<html lang="{HTML_TAGS.get(tongue, tongue)}">' in page


@pytest.mark.parametrize(("folder", "language", "fault"), every_site())
def test_a_page_needs_nothing_from_outside(folder: Path, language: str, fault: str) -> None:
    """No page loads a script, style, picture or font; its links and forms lead to addresses of the site."""
    site = load_site(folder, language=language, faults=[fault] if fault else [])
    known = {_plain(address) for rule in site._rules for address in addresses_of(rule)}
    for name, page in served(site).items():
        assert not re.search(r"@import|url\(|@font-face", page), name
        for tag, attrs, _ in Elements(page).found:
            assert tag not in {"img", "object", "embed", "video", "audio"}
            assert not (tag == "script" and "src" in attrs)
            assert not (tag == "link" and attrs["href"] != "data:,")
            for address in (attrs.get("href", ""), attrs.get("action", "")) if tag in {"a", "form"} else ():
                if address and not address.startswith("#"):
                    reached = {_plain(urljoin(f"{origin}/", address)) for origin in site.origins}
                    assert reached & known, f"{name}: {address}"


def _plain(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


@pytest.mark.parametrize(("folder", "language"), in_their_languages("en", "de", "el", "fi"))
def test_a_page_says_that_it_is_a_rehearsal(folder: Path, language: str) -> None:
    """Every page that shows anything, and the mail, carries the note in the page's language."""
    note = "not the real site" if language == "en" else read_strings(META / "strings", language)["note"]
    pages = served(load_site(folder, language=language))
    assert "mail" in pages
    assert [
        name for name, page in pages.items() if escape(note, quote=False) not in page and "<body></body>" not in page
    ] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_labels_lead_to_elements(folder: Path) -> None:
    """Every id that a label or description refers to is on the page once."""
    for name, page in served(load_site(folder, language=site_info(folder).languages[0])).items():
        elements = Elements(page).found
        ids = [attrs["id"] for _, attrs, _ in elements if "id" in attrs]
        assert len(ids) == len(set(ids)), name
        for _, attrs, _ in elements:
            for attr in ("aria-labelledby", "aria-describedby", "for"):
                assert set(attrs.get(attr, "").split()) <= set(ids), f"{name}: {attrs}"


@pytest.mark.parametrize(
    ("folder", "language"), [one for one in in_their_languages("en", "de", "fr", "pt-BR") if of_2024(one[0])]
)
def test_the_list_of_countries(folder: Path, language: str) -> None:
    """The form lists sixty countries or more by their names in the page's language, all the EEA with them."""
    page = served(load_site(folder, language=language))["form"]
    listed = set(re.findall(r'(?:\["|<option value=")([A-Z]{2})"', page))
    eea = set(EEA.split())
    assert listed >= eea | {"GB", "CH", "BR", "US"}
    assert len(listed) >= 60
    assert Locale.parse(locales_of(language)[0]).territories["GR"] in page


def test_countries_are_sorted_as_a_reader_looks_for_them() -> None:
    """An accent does not send a country to the end of the list."""
    names = [name for _, name in names_of_countries(("PL", "AT", "NO", "AL"), "de")]
    assert names == ["Albanien", "Norwegen", "Österreich", "Polen"]


def test_an_address_is_masked() -> None:
    """The page shows the first letters of an address only; what is no address shows nothing."""
    assert masked("anna@example.org") == "a…@e…"
    assert masked("nothing") == ""


def test_the_text_of_a_page() -> None:
    """Text has its entities resolved, and nothing of the head, scripts and styles."""
    page = "<head><title>x</title></head><style>a{}</style><p>one &amp;\n two</p><script>y</script>"
    assert text_of(page) == "one &\ntwo"
