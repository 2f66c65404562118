"""The files of a recorded site: each page with marks for what led on from it, and `site.yaml` with the rules."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from walkout.browser.captured import AT, FRAME, SHADOW, CapturedFrame, CapturedPage, Child, Node, document
from walkout.dryrun.scripted import STAND_INS
from walkout.record.cleaning import Cleaned
from walkout.record.deeds import About, Deed
from walkout.record.finding import find
from walkout.record.site_lists import drawn_list, is_drawn
from walkout.record.site_places import Places, bare, in_order, marked, without_fragment
from walkout.record.site_yaml import Rule, site_text
from walkout.view import Element
from walkout.words.lexicon import known_language
from walkout.words.territories import locales_of

GIVING = ("fill", "choose", "tick", "upload")
PRESSING = ("click", "enter", "tick", "choose", "fill", "drag")
NOTE = "Rehearsal page: not the real site"
STYLE = '<link rel="stylesheet" href="recorded.css">\n'
MAIL_TO = "rehearsal-email"
Marks = dict[tuple[int, int], dict[str, str]]


class SiteWriter:
    """Makes the files of one recording. problems: what of it will not lead on."""

    def __init__(self, cleaned: Cleaned, deeds: Sequence[Deed], about: About) -> None:
        self.problems: list[str] = []
        self._cleaned, self._deeds, self._about = cleaned, deeds, about
        self._pages = cleaned.pages
        self._names = [f"page-{number}" for number in range(1, len(self._pages) + 1)]
        self._marks: list[Marks] = [defaultdict(dict) for _ in self._pages]
        self._lists: list[list[Mapping[str, object]]] = [[] for _ in self._pages]
        self._countries: set[str] = set()
        self._posts: list[Rule] = []
        self._states: dict[int, str] = {}
        self._mails = False
        self.language = _language(self._pages)
        self._opened = self._reserve()
        self._places = self._place_all()
        self._mark_all()

    def files(self) -> dict[str, str]:
        """Name → text of each page, and of site.yaml."""
        told: dict[str, str] = {}
        for number, page in enumerate(self._pages):
            for at, frame in enumerate(page.frames):
                if without_fragment(frame.address) or not at:
                    told[f"{self._file(number, at)}.html"] = self._html(number, at)
        told["site.yaml"] = site_text(
            self._about,
            self.language,
            sorted(self._countries),
            [name[:-5] for name in told],
            self._rules(),
            self._mails,
        )
        return told

    # --- places ---

    def _file(self, page: int, frame: int) -> str:
        return self._names[page] if not frame else f"{self._names[page]}-frame-{frame}"

    def _reserve(self) -> list[tuple[str, str]]:
        """The addresses that were opened, and the pages that they showed."""
        self._all = Places()
        shown: list[tuple[str, str]] = []
        for deed in self._deeds:
            if deed.act.kind == "open":
                name = self._names[deed.page if deed.leads_to is None else deed.leads_to]
                address = self._all.reserve(bare(self._cleaned.tokens.address(deed.act.address)), name)
                shown += [(address, name)] if address else []
        return shown

    def _place_all(self) -> dict[tuple[int, int], str]:
        return {
            (number, at): self._all.of(frame.address, self._file(number, at))
            for number, page in enumerate(self._pages)
            for at, frame in enumerate(page.frames)
            if without_fragment(frame.address) or not at
        }

    # --- what leads on ---

    def _mark_all(self) -> None:
        sent = False
        for deed in self._deeds:
            element = deed.act.element
            if element is None or deed.act.kind == "open":
                continue
            key = find(element, self._pages[deed.page].view)
            if key is None:
                if deed.leads_to is not None or deed.sends or deed.act.kind in GIVING:
                    self._tell(deed, element)
                continue
            self._mark(deed, key, sent=sent)
            sent = sent or deed.sends

    def _tell(self, deed: Deed, element: Element) -> None:
        what = element.role or element.tag
        self.problems.append(f"page {deed.page + 1}: the {what} of act {deed.act.number} is not on the captured page")

    def _mark(self, deed: Deed, key: tuple[int, int], *, sent: bool) -> None:
        marks = self._marks[deed.page][key]
        if deed.act.kind in GIVING:
            marks.setdefault("data-field", self._field_name(deed.page, key))
        if is_drawn(deed) and "data-list" not in marks:
            marks["data-list"] = str(self._add_list(deed))
            marks["aria-expanded"] = "false"
        if "data-leads" in marks or "data-sends" in marks or deed.act.kind not in PRESSING:
            return
        if deed.sends:
            self._sends(deed, marks)
        elif deed.leads_to is not None and deed.leads_to != deed.page:
            self._leads(deed, key, marks, deed.leads_to, sent=sent)

    def _sends(self, deed: Deed, marks: dict[str, str]) -> None:
        post = self._post(deed.page, "sent")
        page, to = self._names[deed.page], self._names[deed.page if deed.leads_to is None else deed.leads_to]
        if deed.leads_to is None:
            self.problems.append(f"page {deed.page + 1}: what came after sending was not recorded")
        given = {
            self._field(one): one for one in self._deeds if one.page == deed.page and one.act.kind in ("fill", "choose")
        }
        emails = [self._field(one) for one in self._deeds if one.value == "email" and one.act.kind == "fill"]
        self._mails = any(self._is_code(one) for one in self._deeds[self._deeds.index(deed) :])
        required = {name: f"field-{number}" for number, name in enumerate((name for name in given if name), 1)}
        self._posts.append(
            Rule(
                post=post, does="take-request", email=next((one for one in emails if one), MAIL_TO),
                required=required or {"rehearsal-sent": "sent"}, show=to, again=page,
            )
        )  # fmt: skip
        marks["data-sends"] = post

    def _leads(self, deed: Deed, key: tuple[int, int], marks: dict[str, str], to: int, *, sent: bool) -> None:
        place, name = self._places[to, 0], self._names[deed.page]
        asked = [one for one in self._deeds if one.page == deed.page and one.act.secret]
        if not asked:
            marks["href" if _is_link(self._node(deed.page, key)) else "data-leads"] = place
        elif sent and all(map(self._is_code, asked)):
            post = self._post(deed.page, "code")
            code = next((field for one in asked if (field := self._field(one))), "code")
            rule = Rule(post=post, does="check-code", code=code, show=self._names[to], again=name, locked=name)
            self._posts.append(rule)
            marks["data-sends"] = post
        else:
            post = self._post(deed.page, "signed-in")
            self._states[deed.page] = f"past-{name}"
            self._posts.append(Rule(post=post, does="set-state", state=f"past-{name}", to=place))
            marks["data-sends"] = post

    def _post(self, page: int, what: str) -> str:
        return marked(bare(self._places[page, 0]), f"{self._names[page]}-{what}")

    def _is_code(self, deed: Deed) -> bool:
        element = deed.act.element
        return deed.act.secret and element is not None and element.type != "password"

    def _field(self, deed: Deed) -> str:
        """The name of the field that something was given in; empty where it is not on the captured page."""
        key = find(deed.act.element, self._pages[deed.page].view) if deed.act.element else None
        return self._field_name(deed.page, key) if key else ""

    def _field_name(self, page: int, key: tuple[int, int]) -> str:
        name = self._node(page, key).attrs.get("name", "")
        return name if re.fullmatch(r"[A-Za-z][\w-]{0,60}", name) else f"field-{page + 1}-{key[0]}-{key[1]}"

    def _node(self, page: int, key: tuple[int, int]) -> Node:
        frame = self._pages[page].frames[key[0]]
        return next((node for node in frame.body.all() if node.attrs.get(AT) == str(key[1])), Node("span"))

    def _add_list(self, deed: Deed) -> int:
        views = [one.act.view for one in self._deeds if one.page == deed.page]
        made = drawn_list(deed, views, self._cleaned.personal, self.language)
        self._countries |= set(made.countries)
        self._lists[deed.page].append({"countries": bool(made.countries), "entries": made.entries})
        return len(self._lists[deed.page])

    # --- files ---

    def _rules(self) -> list[Rule]:
        frames = [(place, self._file(*key)) for key, place in self._places.items()]
        shows = list(dict.fromkeys([*self._opened, *frames]))
        # A flow begins at an address without a query.
        shows += [(bare(place), name) for place, name in frames if bare(place) != place and "-frame-" not in name]
        states = {self._names[page]: state for page, state in self._states.items()}
        told: dict[tuple[str, str], Rule] = {}
        for place, name in in_order(shows):
            if not any(one == place and rule.get("unless") is None for (one, _), rule in told.items()):
                held = {"unless": [states[name]]} if name in states and self._is_shared(place, name, shows) else {}
                told.setdefault((place, name), Rule(get=place, show=name, **held))
        return [*told.values(), *self._posts]

    @staticmethod
    def _is_shared(place: str, name: str, shows: Sequence[tuple[str, str]]) -> bool:
        return any(one == place and other != name for one, other in shows)

    def _html(self, page: int, at: int) -> str:
        frame = self._pages[page].frames[at]
        body = frame.body.made(lambda node: self._made(page, at, node))[0]
        body = body if isinstance(body, Node) else frame.body
        shown = CapturedFrame(frame.address, frame.title, self.language, body)
        return document(shown, STYLE, "\n".join((*self._tail(page), "")))

    def _tail(self, page: int) -> Iterator[str]:
        if self._mails and not any(deed.value == "email" for deed in self._deeds):
            yield f'<input type="hidden" data-field="{MAIL_TO}" value="{escape(STAND_INS["email"])}">'
        yield f'<p class="rehearsal">{NOTE}</p>'
        for number, one in enumerate(self._lists[page], 1):
            entries = json.dumps(one["entries"], ensure_ascii=False).replace("<", "\\u003c")
            mark = " data-countries" if one["countries"] else ""
            yield f'<script type="application/json" id="rehearsal-list-{number}"{mark}>{entries}</script>'
        yield '<script src="recorded.js"></script>'

    def _made(self, page: int, at: int, node: Node) -> tuple[Child, ...]:
        if node.tag == SHADOW:
            return (Node(SHADOW, {}, (Node("link", {"rel": "stylesheet", "href": "recorded.css"}), *node.children)),)
        if node.attrs.get("role") == "listbox" and self._lists[page] and AT not in node.attrs:
            return ()  # drawn anew when it is opened
        attrs = dict(node.attrs)
        number = attrs.get(AT, "")
        marks = self._marks[page].get((at, int(number)), {}) if number.isdigit() else {}
        if marks:
            attrs = {name: value for name, value in attrs.items() if name not in ("disabled", "aria-disabled")} | marks
        if FRAME in attrs:
            attrs |= self._framed(page, int(attrs[FRAME]))
        return (Node(node.tag, attrs, node.children),)

    def _framed(self, page: int, frame: int) -> dict[str, str]:
        place = self._places.get((page, frame))
        return {"src": place} if place else {"srcdoc": document(self._pages[page].frames[frame])}


def _is_link(node: Node) -> bool:
    return node.tag == "a" and "href" in node.attrs


def _language(pages: Sequence[CapturedPage]) -> str:
    """The language of the most pages, as a site names it; English where they do not say."""
    tags = [known_language(page.frames[0].language) or page.frames[0].language[:2].lower() for page in pages]
    told = [tag for tag in tags if re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", tag) and locales_of(tag)]
    return max(set(told), key=told.count, default="en")
