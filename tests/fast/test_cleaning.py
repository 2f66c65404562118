"""Taking what is personal out of captured pages: nothing planted is left, and the list says what was, never itself."""

import html
import json
import re
import unicodedata
from collections.abc import Callable
from urllib.parse import quote, unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from walkout.browser.captured import AT, CapturedFrame, CapturedPage, Node, document
from walkout.record.cleaning import ENTRY, Removed, clean, told
from walkout.record.deeds import About, Deed
from walkout.record.drafted_site import draft_site
from walkout.record.personal import Personal
from walkout.view import Element, Frame, PageView
from walkout.watched import WatchedAct

ADDRESS = "https://www.example.org/objection"
# Letters that no tag, attribute or word of a page is made of, so that what is found can only have been planted.
LETTERS = "äöüßéñçøåžłαβγджш"
WORD = st.text(LETTERS, min_size=3, max_size=10)
VALUES = st.one_of(
    WORD,
    st.builds("{} {}".format, WORD, WORD),
    st.builds("{}.{}@{}.example".format, WORD, WORD, st.text("xyzqjkvw", min_size=6, max_size=9)),
    st.builds("{}, {} & <{}>".format, WORD, WORD, WORD),
    st.builds("{}\n{} {}".format, WORD, WORD, WORD),
)
SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "upper": str.upper,
    "percent": quote,
    "plus": lambda text: quote(text).replace("%20", "+"),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "json": lambda text: json.dumps(text)[1:-1],
    "entities": html.escape,
    "wide": lambda text: text.replace(" ", "\u00a0"),
    "soft": lambda text: "\u00ad".join(text),
    "unseen": lambda text: "\u200b".join(text),
}


def page(*children: Node | str, title: str = "Object", address: str = ADDRESS) -> CapturedPage:
    body = Node("body", {}, children)
    return CapturedPage(PageView(address, frames=(Frame(address),)), (CapturedFrame(address, title, "en", body),))


def html_of(captured: CapturedPage) -> str:
    return "\n".join(document(frame) for frame in captured.frames)


def flat(text: str) -> str:
    """A text in which a value is found however it is written."""
    for _ in range(3):
        text = html.unescape(unquote(text))
    text = re.sub("[\u00ad\u200b]", "", text)
    return unicodedata.normalize("NFC", text).casefold()


@pytest.mark.promise(6)
@settings(max_examples=40)
@example(value="ßßß", spelling="soft", before="")
@example(value="ßßß ßßß", spelling="percent", before="")
@example(value="ßßä ßßä", spelling="upper", before="")
@given(value=VALUES, spelling=st.sampled_from(sorted(SPELLINGS)), before=st.sampled_from(["", "Hello ", "(", "ID-"]))
def test_what_was_typed_is_nowhere_in_a_cleaned_page(value: str, spelling: str, before: str) -> None:
    """A value that was typed is in no text, attribute, address or title of a cleaned page, however it is spelled."""
    shown = before + SPELLINGS[spelling](value)
    half = len(shown) // 2
    captured = page(
        Node("h1", {"title": shown}, (shown,)),
        Node("p", {"id": "greeting", "class": f"a {shown}"}, ("So ", Node("b", {}, (shown,)), "!")),
        Node("p", {}, (shown[:half], Node("b", {}, (shown[half:],)))),
        Node("a", {"href": f"https://www.example.org/x/{quote(shown)}?who={quote(shown)}#{quote(shown)}"}, ("me",)),
        Node("input", {"type": "submit", "value": shown, "aria-label": shown, "name": shown.replace(" ", "_")}),
        Node("option", {"value": shown}, (shown,)),
        title=shown,
        address=f"https://www.example.org/{quote(shown)}?{quote(shown)}",
    )
    cleaned = clean([captured], Personal((value,)))
    for text in (html_of(cleaned.pages[0]), cleaned.pages[0].address, told(cleaned.removed)):
        for part in value.split():
            word = part.strip("&<>,.")
            assert len(word) < 3 or flat(word) not in flat(text), (spelling, text)


@pytest.mark.promise(6)
@settings(max_examples=40)
@given(value=VALUES, where=st.sampled_from(["title", "text", "address", "option", "flow"]))
def test_what_was_typed_is_in_no_file_of_a_site(value: str, where: str) -> None:
    """A value that was typed is in no file of the site that is drafted, nor in the list of what was taken out."""
    field = Element(0, 3, "input", "textbox", "Your name", ident="who")
    view = PageView(ADDRESS, frames=(Frame(ADDRESS),), elements=(field,))
    captured = page(
        Node("h1", {}, (value if where == "text" else "Object",)),
        Node("form", {}, (Node("input", {"type": "text", "name": "who", AT: "3"}),)),
        Node("select", {}, (Node("option", {"value": "1"}, (value if where == "option" else "One",)),)),
        title=value if where == "title" else "Object",
        address=f"{ADDRESS}/{quote(value, safe='')}" if where == "address" else ADDRESS,
    )
    captured = CapturedPage(view, captured.frames)
    deeds = [
        Deed(0, WatchedAct(1, "open", view, address=captured.address), 0),
        Deed(0, WatchedAct(2, "fill", view, field, typed=value), None, value="first-name"),
    ]
    site = draft_site([captured], deeds, About("example/object", value if where == "flow" else "Object", "2026-11-29"))
    written = "\n".join(text for name, text in site.files.items() if not name.endswith((".js", ".css")))
    for part in value.split():
        word = part.strip("&<>,.")
        assert len(word) < 3 or flat(word) not in flat(f"{written}{told(site.removed)}{site.problems}{site!r}")


def taken(captured: CapturedPage, personal: Personal | None = None) -> list[Removed]:
    return list(clean([captured], personal or Personal()).removed)


def test_the_list_says_in_words_what_was_taken_out_and_where() -> None:
    """The list tells how often what was taken out, and where it stood."""
    captured = page(
        Node("h1", {}, ("Code for anna@example.org and anna@example.org",)),
        Node("a", {"href": ADDRESS}, ("Anna Muster",)),
    )
    lines = told(taken(captured, Personal(("anna@example.org",), ("Anna Muster",))))
    assert lines == "Page 1, “Object”:\n  2× your e-mail address, in a heading\n  1× your name, in a link"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Write to someone@example.net", "Write to [e-mail address]"),
        ("Sent to a…@e… now", "Sent to [e-mail address] now"),
        ("Sent to an***@ex•••.org", "Sent to [e-mail address]"),
        ("Text to +49 ••• ••67", "Text to [phone number]"),
        ("Ends in ***67", "Ends in [phone number]"),
        ("Required fields * are marked.", "Required fields * are marked."),
        ("Call +49 151 23456789", "Call [phone number]"),
        ("Call 0151 2345 6789 now", "Call [phone number] now"),
        ("Your code is 482 913.", "Your code is [code]."),
        ("Account 1000 2345 678901", "Account [number]"),
        ("Customer no. 4471209", "Customer no. [number]"),
        ("Your reference: OBJ-20241-7731", "Your reference: [reference]"),
        ("Signed in from 203.0.113.7", "Signed in from [address of a machine]"),
        ("From 26 June 2024, 12.30", "From 26 June 2024, 12.30"),
        ("Article 21(1) of 2016/679", "Article 21(1) of 2016/679"),
        ("On 2024-06-26, in 27 COUNTRIES", "On 2024-06-26, in 27 COUNTRIES"),
    ],
)
def test_what_gives_anybody_away_goes_by_its_shape(text: str, left: str) -> None:
    """E-mail addresses, phone numbers, codes and long numbers go, whosever they are; dates and laws stay."""
    cleaned = clean([page(Node("p", {}, (text,)))], Personal())
    assert cleaned.pages[0].frames[0].body.text == left


@pytest.mark.parametrize(
    "shown",
    [
        Node("span", {}, ("Hello, Anna Muster!",)),
        Node("h2", {}, ("Willkommen zurück, Anna Muster",)),
        Node("img", {"alt": "Profile picture of Anna Muster"}),
        Node("button", {"aria-label": "Anna Muster's profile"}),
        Node("div", {"class": "header user-name"}, (Node("b", {}, ("Anna Muster",)),)),
    ],
)
def test_the_name_of_the_account_is_found_and_goes_everywhere(shown: Node) -> None:
    """A name that a page greets, or shows at a picture or in its menu, is taken out of all pages, typed or not."""
    other = page(Node("p", {}, ("Signed by Anna Muster, or A. Muster",)))
    cleaned = clean([page(shown), other], Personal())
    assert not any("Muster" in html_of(one) for one in cleaned.pages)


@pytest.mark.parametrize(
    "text", ["Welcome Back", "Welcome to Example", "Hi there!", "Hello, World", "Welcome, First name"]
)
def test_a_greeting_without_a_name_is_left_alone(text: str) -> None:
    """A greeting that names nobody takes nothing out, and no word of it elsewhere."""
    captured = page(Node("h1", {}, (text,)), Node("button", {}, ("Back",)))
    assert clean([captured], Personal()).pages[0].frames[0].body.text == f"{text}Back"


def test_keys_of_the_site_get_the_same_stand_in_wherever_they_stand() -> None:
    """A long number or key in ids becomes a stand-in, the same one in what refers to it and on other pages."""
    key = "field_1000123456789"
    captured = page(Node("label", {"for": key}, ("Why",)), Node("input", {"id": key, "name": key}))
    one, two = clean([captured, captured], Personal()).pages
    label, field = (node for node in one.frames[0].body.all() if node.tag in ("label", "input"))
    assert label.attrs["for"] == field.attrs["id"] == field.attrs["name"] != key
    assert "1000123456789" not in html_of(one)
    assert html_of(one) == html_of(two)


def test_addresses_keep_where_they_lead_and_lose_who_went_there() -> None:
    """Queries, user names, keys in fragments and what follows a word for an account leave addresses; paths stay."""
    links = {
        "https://user:pass@www.example.org/help/?ref=abc123": "https://www.example.org/help/?q=1",
        "https://www.example.org/profile/anna.m4?x=1": "https://www.example.org/profile/x1?q=2",
        "https://www.example.org/posts/90001234567/edit": "https://www.example.org/posts/n1/edit",
        "https://www.example.org/faq#objection": "https://www.example.org/faq#objection",
        "https://www.example.org/faq#t0k3n-9f8e7d": "https://www.example.org/faq#top",
        "https://www.example.org/account/settings": "https://www.example.org/account/settings",
    }
    captured = page(*(Node("a", {"href": address}, ("x",)) for address in links))
    body = clean([captured], Personal()).pages[0].frames[0].body
    assert [node.attrs["href"] for node in body.all() if node.tag == "a"] == list(links.values())


def test_a_list_keeps_the_entry_that_was_chosen() -> None:
    """The entry that was chosen stays in its list, where all are offered, and goes from where the page repeats it."""
    options = [Node("option", {"value": code}, (name,)) for code, name in (("DE", "Germany"), ("FR", "France"))]
    captured = page(Node("select", {}, tuple(options)), Node("p", {}, ("You live in Germany.",)))
    cleaned = clean([captured], Personal(chosen=("Germany",)))
    texts = [node.text for node in cleaned.pages[0].frames[0].body.all() if node.tag in ("option", "p")]
    assert texts == ["Germany", "France", "You live in [you chose]."]
    assert not any(one.where == ENTRY for one in cleaned.removed)


def test_a_heading_keeps_words_that_were_chosen_from_a_list() -> None:
    """Where a page repeats what was chosen it goes; a heading or button that has the same words is the site's."""
    words = "Another matter"
    captured = page(Node("h1", {}, (words,)), Node("dd", {}, (words,)), Node("button", {}, (words,)))
    body = clean([captured], Personal(chosen=(words,))).pages[0].frames[0].body
    assert [node.text for node in body.all()][1:] == [words, "[you chose]", words]


@pytest.mark.parametrize(
    ("hint", "left"),
    [
        ("ihre@mail.example", "name@example.org"),
        ("e.g. me@home.example", "e.g. name@example.org"),
        ("1234 1234 1234 1234", "0000 0000 0000 0000"),
        ("DD/MM/YYYY", "DD/MM/YYYY"),
        ("anna@geheim.example", "[your e-mail address]"),
    ],
)
def test_a_field_keeps_how_something_is_written_in_it(hint: str, left: str) -> None:
    """What shows how an address or number is written becomes another one of that form, unless it is hers."""
    captured = page(Node("input", {"placeholder": hint}))
    body = clean([captured], Personal(("anna@geheim.example",))).pages[0].frames[0].body
    assert [node.attrs["placeholder"].replace("[e-", "[your e-") for node in body.all() if node.tag == "input"] == [
        left
    ]


def test_a_name_in_several_elements_takes_only_what_it_must() -> None:
    """Where each element shows its part of a name, the words beside it stay; a name cut in two takes both elements."""
    captured = page(
        Node("p", {}, (Node("b", {}, ("Anna",)), " Muster, object here")),
        Node("p", {}, (Node("b", {}, ("An",)), Node("i", {}, ("na",)), " as well")),
    )
    one, two = (node.text for node in clean([captured], Personal(names=("Anna Muster",))).pages[0].frames[0].body.all()
                if node.tag == "p")  # fmt: skip
    assert one == "[name] [name], object here"
    assert two == "[…][…] as well"
