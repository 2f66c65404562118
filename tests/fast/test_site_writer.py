"""The rules of a recorded site: each page at an address of its own, and each press leads where it led."""

from pathlib import Path
from urllib.parse import urlencode

import pytest

from walkout.browser.captured import AT, FRAME, CapturedFrame, CapturedPage, Node
from walkout.dryrun.site import Site, load_site
from walkout.errors import BadFlowError, BadUsageError
from walkout.record.deeds import About, Deed
from walkout.record.drafted_site import DraftedSite, draft_site, preview
from walkout.record.personal import Personal
from walkout.view import Element, Frame, PageView
from walkout.watched import ActKind, WatchedAct

HOME = "https://www.example.org/object"
ABOUT = About("example/object", "Object", "2026-11-29")
FORM = {"content-type": "application/x-www-form-urlencoded"}


class Made:
    """A page of elements, each of which has its number in the look."""

    def __init__(
        self, heading: str, *elements: tuple[str, str, str, str], address: str = HOME, lang: str = "en"
    ) -> None:
        self.seen = [Element(0, 0, "h1", "heading", heading)]
        nodes = [Node("h1", {AT: "0"}, (heading,))]
        for at, (tag, role, name, kind) in enumerate(elements, 1):
            self.seen.append(
                Element(0, at, tag, role, name, type=kind, ident=name.lower(), href=address if tag == "a" else "")
            )
            attrs = {AT: str(at), "name": name.lower()} | ({"href": address, "target": "_blank"} if tag == "a" else {})
            nodes.append(Node(tag, attrs, () if tag == "input" else (name,)))
        self.view = PageView(address, heading, lang, frames=(Frame(address),), elements=tuple(self.seen))
        self.captured = CapturedPage(
            self.view, (CapturedFrame(address, heading, lang, Node("body", {}, tuple(nodes))),)
        )

    def act(self, number: int, name: str = "", kind: ActKind = "click", **more: object) -> WatchedAct:
        element = next((one for one in self.seen if one.name == name), None)
        return WatchedAct(number, kind, self.view, element, address=self.view.address, **more)  # type: ignore[arg-type]


def served(site: DraftedSite, folder: Path) -> Site:
    return load_site(site.write(folder), language=site.language, seed=1)


def get(site: Site, address: str) -> str:
    reply = site.answer("GET", address, None, {})
    assert reply is not None, address
    return reply.body.decode()


def post(site: Site, address: str, **fields: str) -> str:
    reply = site.answer("POST", address, urlencode(fields).encode(), FORM)
    assert reply is not None, address
    return reply.body.decode()


def marked(page: str, mark: str) -> str:
    return page.partition(f'{mark}="')[2].partition('"')[0].replace("&amp;", "&")


BEGIN = Made("One", ("a", "link", "Object", ""), ("button", "button", "Next", "button"))
ASK = Made("Two", ("input", "textbox", "Email", "email"), ("div", "button", "Send", ""))
CODE = Made("Three", ("input", "textbox", "Code", "text"), ("button", "button", "Confirm", "submit"))
DONE = Made("Done")
LOGIN = Made("Log in", ("input", "textbox", "Password", "password"), ("button", "button", "Enter", "submit"))


def whole(**more: object) -> DraftedSite:
    deeds = [
        Deed(0, BEGIN.act(1, kind="open"), 0),
        Deed(0, BEGIN.act(2, "Next"), 1),
        Deed(1, ASK.act(3, "Email", "fill", typed="anna@example.org"), None, value="email"),
        Deed(1, ASK.act(4, "Send"), 2, sends=True),
        Deed(2, CODE.act(5, "Code", "fill", secret=True)),
        Deed(2, CODE.act(6, "Confirm"), 3),
    ]
    return draft_site([one.captured for one in (BEGIN, ASK, CODE, DONE)], deeds, ABOUT, **more)  # type: ignore[arg-type]


def test_pages_of_one_address_lead_on_from_each_to_the_next(tmp_path: Path) -> None:
    """Pages that a site shows at one address have one each here; the request, the mailed code and the end follow."""
    site = served(whole(), tmp_path)
    first = get(site, HOME)
    assert "<h1>One</h1>" in first
    second = get(site, marked(first, "data-leads"))
    assert "<h1>Two</h1>" in second
    third = post(site, marked(second, "data-sends"), email="robin@example.org")
    assert "<h1>Three</h1>" in third
    mail = site.inbox.latest("robin@example.org")
    assert mail is not None
    code = marked(third, "data-sends")
    assert "<h1>Three</h1>" in post(site, code, code="000000")
    assert "<h1>Done</h1>" in post(site, code, code=mail.code)


def test_what_is_missing_brings_the_form_back(tmp_path: Path) -> None:
    """A request without what was given in the recording does not arrive."""
    site = served(whole(), tmp_path)
    second = get(site, marked(get(site, HOME), "data-leads"))
    assert "<h1>Two</h1>" in post(site, marked(second, "data-sends"), email="")
    assert site.inbox.mails == []


def test_every_page_says_that_it_is_a_rehearsal() -> None:
    """Each page has the words, and has one script, the rehearsal's own."""
    pages = [text for name, text in whole().files.items() if name.endswith(".html")]
    assert len(pages) == 4
    assert all(page.count("Rehearsal page: not the real site") == page.count("<script") == 1 for page in pages)


def test_the_site_says_what_it_rests_on() -> None:
    """Its source is the recording, on its day, and it says that the tool never walked the live pages."""
    text = whole().files["site.yaml"]
    assert "recorded on 2026-11-29 by a volunteer; never walked on the live pages by the tool" in text
    assert "anna" not in text


def test_a_link_leads_where_it_led(tmp_path: Path) -> None:
    """A link that was clicked has the address of the page that it led to; what was not clicked stays as it was."""
    other = Made("Other", address="https://www.example.org/other")
    deeds = [Deed(0, BEGIN.act(1, "Object"), 1)]
    site = served(draft_site([BEGIN.captured, other.captured], deeds, ABOUT), tmp_path)
    assert '<a name="object" href="https://www.example.org/other" target="_blank">' in get(site, HOME)
    assert "<h1>Other</h1>" in get(site, "https://www.example.org/other")


def test_a_login_comes_once(tmp_path: Path) -> None:
    """An address that showed a login shows what came after it, once somebody has signed in."""
    deeds = [
        Deed(0, LOGIN.act(1, kind="open"), 0),
        Deed(0, LOGIN.act(2, "Password", "fill", secret=True)),
        Deed(0, LOGIN.act(3, "Enter"), 1),
    ]
    site = served(draft_site([LOGIN.captured, ASK.captured], deeds, ABOUT), tmp_path)
    login = get(site, HOME)
    assert "<h1>Log in</h1>" in login
    assert "location.replace" in post(site, marked(login, "data-sends"), password="x")
    assert "<h1>Two</h1>" in get(site, HOME)


def test_a_code_without_an_address_is_mailed_to_the_rehearsals_person(tmp_path: Path) -> None:
    """Where the form asks for no e-mail address, the code comes to the one that the rehearsal's person has."""
    plain = Made("Two", ("div", "button", "Send", ""))
    deeds = [
        Deed(0, plain.act(1, "Send"), 1, sends=True),
        Deed(1, CODE.act(2, "Code", "fill", secret=True)),
        Deed(1, CODE.act(3, "Confirm"), 2),
    ]
    site = served(draft_site([plain.captured, CODE.captured, DONE.captured], deeds, ABOUT), tmp_path)
    form = get(site, HOME)
    address = marked(form, "data-sends")
    post(
        site,
        address,
        **{"rehearsal-sent": "yes", "rehearsal-email": marked(form, 'data-field="rehearsal-email" value')},
    )
    assert [mail.to for mail in site.inbox.mails] == ["rehearsal@example.org"]


def test_a_frame_is_a_page_of_its_own(tmp_path: Path) -> None:
    """An embedded document is served at its own address, without what its query told."""
    inner = CapturedFrame("https://forms.example.org/f?user=anna", "", "", Node("body", {}, (Node("p", {}, ("In",)),)))
    outer = Node("body", {}, (Node("iframe", {FRAME: "1"}),))
    view = PageView(HOME, frames=(Frame(HOME), Frame(inner.address)))
    page = CapturedPage(view, (CapturedFrame(HOME, "Object", "en", outer), inner))
    deeds = [Deed(0, WatchedAct(1, "open", view, address=HOME), 0)]
    site = served(draft_site([page], deeds, ABOUT), tmp_path)
    source = marked(get(site, HOME), "src")
    assert source == "https://forms.example.org/f?q=1"
    assert "<p>In</p>" in get(site, source)


def test_a_list_of_countries_offers_all(tmp_path: Path) -> None:
    """A list that was shortened by typing offers all countries again, in the page's language, and tells of none."""
    shown = [Element(0, 9, "li", "option", "Deutschland"), Element(0, 10, "li", "option", "Dänemark")]
    form = Made("Formular", ("input", "combobox", "Land", "text"), lang="de")
    view = PageView(HOME, elements=(*form.seen, *shown))
    act = WatchedAct(1, "choose", view, form.seen[1], typed="Deutschland")
    site = draft_site([form.captured], [Deed(0, act, None, value="country")], ABOUT)
    assert "Deutschland" not in "".join(text for name, text in site.files.items() if name != "recorded.js")
    page = get(served(site, tmp_path), HOME)
    assert all(f'"{name}"' in page for name in ("Deutschland", "Irland", "Norwegen", "Brasilien"))


@pytest.mark.parametrize(
    ("tag", "offered", "left"),
    [
        ("div", ("A complaint", "An objection", "Else"), ["A complaint", "An objection", "Else"]),
        ("input", ("Musterstadt", "Mustertal"), ["First entry", "Second entry", "Third entry"]),
        ("div", ("Only one",), ["First entry", "Second entry", "Third entry"]),
    ],
)
def test_another_list_offers_what_all_can_choose_from(tag: str, offered: tuple[str, ...], left: list[str]) -> None:
    """A list keeps its entries; one that was looked through by typing, or shows what she chose alone, does not."""
    form = Made("Form", (tag, "combobox", "Topic", ""))
    options = tuple(Element(0, 9 + at, "li", "option", name) for at, name in enumerate(offered))
    act = WatchedAct(1, "choose", PageView(HOME, elements=(*form.seen, *options)), form.seen[1], typed=offered[0])
    page = draft_site([form.captured], [Deed(0, act)], ABOUT).files["page-1.html"]
    assert all(f'"{name}"' in page for name in left)
    assert (offered[0] in page) == (offered[0] in left)


def test_what_cannot_lead_on_is_told() -> None:
    """An act on something that the captured page has not is told of in words, without its name."""
    gone = WatchedAct(2, "click", BEGIN.view, Element(0, 7, "button", "button", "Anna Muster"))
    site = draft_site([BEGIN.captured, DONE.captured], [Deed(0, gone, 1)], ABOUT)
    assert site.problems == ("page 1: the button of act 2 is not on the captured page",)


def test_a_site_is_not_written_over_another_unasked(tmp_path: Path) -> None:
    """A site that is there already stays, unless it shall be recorded again; then none of its pages is left."""
    whole().write(tmp_path)
    short = draft_site([BEGIN.captured], [Deed(0, BEGIN.act(1, kind="open"), 0)], ABOUT)
    with pytest.raises(BadUsageError):
        short.write(tmp_path)
    folder = short.write(tmp_path, again=True)
    assert sorted(path.name for path in folder.iterdir()) == ["page-1.html", "recorded.css", "recorded.js", "site.yaml"]


def test_the_pages_can_be_read_before_they_are_kept(tmp_path: Path) -> None:
    """One page leads to all pages that would be kept, and says what was taken out of them."""
    site = whole(personal=Personal(names=("Done",)))
    index = preview(site, tmp_path)
    text = index.read_text("utf-8")
    assert all(
        f'href="page-{number}.html"' in text and (index.parent / f"page-{number}.html").is_file() for number in (1, 4)
    )
    assert "1× your name, in a heading" in text
    assert "Done" not in text


def test_a_page_that_is_not_on_the_web_is_refused() -> None:
    """A page of a file or of nothing has no place in a site."""
    page = Made("Draft", address="file:///home/anna/page.html")
    with pytest.raises(BadFlowError) as refused:
        draft_site([page.captured], [], ABOUT)
    assert "anna" not in str(refused.value)
