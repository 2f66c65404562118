"""The home page: every state, what a form does, and what nobody else can do."""

import re
from dataclasses import replace
from importlib.resources import files

import pytest
from bs4 import BeautifulSoup

from walkout.home.asked import (
    ORIGIN,
    AddPicture,
    AddPrompt,
    Forget,
    Leave,
    Page,
    Redirect,
    Refused,
    RemoveEvidence,
    Request,
    SaveProfile,
    Settle,
    Start,
    Trust,
    Unlock,
    request_of,
)
from walkout.home.profile_form import form_of
from walkout.home.respond import SENT, respond
from walkout.home.state import KeptThing, Offer, Place
from walkout.ledger.walks import State as Ledgered
from walkout.profile.profile import make_profile
from walkout.words.reasons import make_reason

from ..home_states import (
    COLLECTED,
    EMAIL,
    FILE,
    SENTENCE,
    STATES,
    TOKEN,
    WALKS,
    curious,
    form,
    kept,
    locked,
    nobody,
    page_after,
    profile,
    sent,
    shown,
    state,
    stranger,
    walk,
    with_walks,
)

HOSTILE = "<script>alert(1)</script>\"'&"
PERSONAL = (EMAIL, SENTENCE)


def soup(page: Page) -> BeautifulSoup:
    return BeautifulSoup(page.html, "html.parser")


def words_of(page: Page) -> str:
    return " ".join(soup(page).get_text(" ").split())


@pytest.mark.parametrize("name", STATES)
def test_every_state_is_a_whole_page(name: str) -> None:
    """Each has a title, one first heading, a way home, no place for a value left open, and nothing from elsewhere."""
    page = STATES[name]()
    read = soup(page)
    assert read.title is not None
    assert len(read.find_all("h1")) == 1
    assert read.find("a", href="/")
    assert not re.search(r"\{\w*\}|None\b(?!;)", words_of(page))
    assert not [tag for tag in read.find_all(src=True) if not str(tag["src"]).startswith("data:")]
    assert [tag["href"] for tag in read.find_all(["link", "base"])] in ([], ["data:,"])


@pytest.mark.parametrize("name", [name for name in STATES if name != "receipt"])
def test_every_field_has_its_label_and_every_form_its_token(name: str) -> None:
    """No field is without a label, no id is there twice, and each form has the token and posts to the home page."""
    read = soup(STATES[name]())
    labels = {label["for"] for label in read.find_all("label")}
    fields = [one for one in read.find_all(["input", "select", "textarea"]) if one.get("type") != "hidden"]
    assert all(one["id"] in labels for one in fields)
    ids = [one["id"] for one in read.find_all(id=True)]
    assert len(set(ids)) == len(ids)
    for each in read.find_all("form"):
        assert each["method"] == "post"
        assert any(re.fullmatch(pattern, each["action"]) for pattern in SENT)
        assert each.find("input", {"name": "token"})["value"] == TOKEN


@pytest.mark.promise(6)
@pytest.mark.parametrize("name", STATES)
def test_no_address_holds_a_personal_value(name: str) -> None:
    """Neither a link nor the place that a form is sent to shows who the person is."""
    read = soup(STATES[name]())
    addresses = [str(one.get("href") or one.get("action")) for one in read.find_all(["a", "form"])]
    assert not [one for one in addresses for value in ("alexandra", "example.org", "pictures show") if value in one]


@pytest.mark.promise(8)
def test_what_comes_from_elsewhere_is_text() -> None:
    """A flow's words, a note, a file's name and typed values are shown as they are, and never become markup."""
    bad = stranger().offers[-1].file
    title = replace(bad, flow=bad.flow.model_copy(update={"title": HOSTILE, "right": HOSTILE}))
    known = stranger()
    known = replace(
        known,
        offers=(Offer(title, HOSTILE, trusted=False, can_rehearse=False),),
        profile=make_profile({"country": "DE", "own_sentence": HOSTILE}),
        walks=(walk(1, Ledgered.REFUSED, flow="a/b", note=HOSTILE),),
        kept=lambda: (KeptThing(HOSTILE, HOSTILE, HOSTILE, 1),),
    )
    pages = [shown(path, known) for path in ("/", "/you", "/kept", f"/flow/{known.offers[0].key}")]
    pages += [shown(f"/request/{walk(1, Ledgered.REFUSED).id}", known)]
    pages += [page_after("/you", known, **form(email=HOSTILE, reason=HOSTILE))]
    for page in pages:
        assert "<script>alert" not in page.html
        assert HOSTILE in soup(page).get_text() or soup(page).find(value=HOSTILE) or HOSTILE in words_of(page)


@pytest.mark.promise(8)
@pytest.mark.parametrize(
    "wrong",
    [
        {"top": False},
        {"origin": "https://www.facebook.com"},
        {"origin": ""},
        {"origin": "null"},
        {"form": {}},
        {"form": {"token": ("another",)}},
        {"form": {"token": ("",)}},
        {"method": "PUT"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/leave", "/start", "/you", "/forget", "/unlock"])
def test_only_a_form_of_this_session_is_heeded(wrong: dict, path: str) -> None:
    """Without the token, from another page, from a frame or a script: nothing is done, and nothing is answered."""
    fields = {"token": (TOKEN,), "flow": ("meta/facebook",), "how": ("walk",), "everything": ("yes",), "sure": ("yes",)}
    good = Request("POST", path, fields, origin=ORIGIN)
    assert not isinstance(respond(good, state(kept=kept)), Refused)
    changed = {**wrong, "form": {**fields, **wrong["form"]} if wrong.get("form") else wrong.get("form", fields)}
    assert isinstance(respond(replace(good, **changed), state(kept=kept)), Refused)


@pytest.mark.promise(6)
def test_a_frame_or_script_is_shown_nothing() -> None:
    """What is not a window's own way to a page gets no page, as it could be read from there."""
    assert isinstance(respond(Request("GET", "/you", top=False), state()), Refused)


def test_her_values_are_kept_as_she_wrote_them() -> None:
    """A good form becomes the wish to keep its values, with the reason that she was shown."""
    wish = sent("/you", nobody(), **form(do="save", language="fr"))
    assert isinstance(wish, SaveProfile)
    assert wish.values["email"] == EMAIL
    assert wish.values["country"] == "DE"
    assert wish.values["reason"] == make_reason("DE", "fr", SENTENCE)
    assert wish.back_to == "/"
    assert not any(value in repr(wish) for value in PERSONAL)


def test_looking_at_the_reason_keeps_nothing() -> None:
    """The preview shows the reason of what stands in the form, and is no wish."""
    page = page_after("/you", nobody(), **form(do="preview"))
    assert make_reason("DE", "de", SENTENCE) in words_of(page)
    assert soup(page).find(id="email")["value"] == EMAIL


def test_a_reason_of_her_own_goes_before_the_template() -> None:
    """What she writes herself is kept; when it is taken away, the template is back."""
    mine = "These are my very own words, and they stay."
    wish = sent("/you", nobody(), **form(reason=mine))
    assert isinstance(wish, SaveProfile)
    assert wish.values["reason"] == mine
    assert form_of(profile(reason=mine), "de").values["reason"] == mine
    assert form_of(profile(reason=make_reason("DE", "de", SENTENCE)), "de").values["reason"] == ""


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"country": ""}, "Please choose the country in which you live."),
        ({"email": ""}, "Please write your e-mail address"),
        ({"email": "alexandra@"}, "This is not an e-mail address."),
        ({"reason": "no"}, "A reason has 20 to 4000 characters."),
        ({"own_sentence": "x" * 1001}, "This is too long: at most 1000 characters."),
        ({"first_name": "x" * 101}, "A name has at most 100 characters."),
        ({"language": "tlh"}, "Please choose a language of the list."),
        ({"country": "Narnia"}, "Please choose the country in which you live."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changed: dict[str, str], words: str) -> None:
    """One fault, one sentence, at the field and at the top, where a link leads to it; the rest stays typed."""
    page = page_after("/you", nobody(), **form(**changed))
    read = soup(page)
    (name,) = changed
    field = read.find(id=name)
    assert field["aria-invalid"] == "true"
    assert f"{name}-error" in field["aria-describedby"]
    assert words in read.find(id=f"{name}-error").get_text()
    assert words in read.find("a", href=f"#{name}").get_text()
    assert len(read.find_all(attrs={"aria-invalid": "true"})) == 1
    assert name == "own_sentence" or SENTENCE in read.find(id="own_sentence").get_text()


def test_without_a_keyring_a_passphrase_is_asked_for() -> None:
    """A new encrypted file needs a passphrase, twice the same; with a keyring nobody is asked."""
    known = state(profile=make_profile({}), place=FILE)
    good = {"passphrase": "four words and more", "passphrase_again": "four words and more"}
    wish = sent("/you", known, **form(**good))
    assert isinstance(wish, SaveProfile)
    assert wish.passphrase == "four words and more"
    assert "four words" not in repr(wish)
    other = page_after("/you", known, **form(**{**good, "passphrase_again": "five words"}))
    assert "The two passphrases are not the same." in words_of(other)
    assert "four words" not in other.html
    assert soup(shown("/you", state())).find(id="passphrase") is None
    assert soup(shown("/you", state(place=replace(FILE, kept=True)))).find(id="passphrase") is None


def test_locked_values_are_not_asked_for_anew() -> None:
    """Where the file waits for its passphrase, the form of the values, and a walk, lead to that question."""
    for answer in (
        shown("/you", locked()),
        shown("/evidence", locked()),
        sent("/start", locked(), flow="meta/facebook", how="walk"),
    ):
        assert isinstance(answer, Page)
        assert "Unlock your values" in words_of(answer)
    wish = sent("/unlock", locked(), passphrase=" with blanks ", back_to="/flow/meta/facebook")
    assert wish == Unlock(" with blanks ", "/flow/meta/facebook")
    assert sent("/unlock", locked(), passphrase="x", back_to="//elsewhere.example") == Unlock("x", "/")


@pytest.mark.promise(1)
def test_a_walk_starts_only_when_nothing_is_missing() -> None:
    """First the values, then what was collected, then the word to a second time; only then the walk."""
    assert sent("/start", nobody(), flow="meta/facebook", how="walk") == Redirect("/you/for/meta/facebook")
    assert sent("/start", state(), flow="meta/facebook", how="walk") == Start("meta/facebook", "walk")
    third = "meta/third-party"
    named = profile(first_name="Alexandra", last_name="Muster")
    assert sent("/start", state(), flow=third, how="walk") == Redirect(f"/you/for/{third}")
    assert sent("/start", state(profile=named), flow=third, how="walk") == Redirect("/evidence")
    ready = state(profile=named, collected=lambda: COLLECTED)
    assert sent("/start", ready, flow=third, how="walk") == Start(third, "walk")


@pytest.mark.parametrize("name", ["confirmed", "unconfirmed", "maybe-sent", "overdue"])
def test_a_second_time_needs_a_second_word(name: str) -> None:
    """What may have reached the service is not sent again by one click; a guide and a stopped walk are no matter."""
    known = with_walks(name)
    flow = WALKS[name].flow
    assert "You have sent this already" in words_of(page_after("/start", known, flow=flow, how="walk"))
    assert sent("/start", known, flow=flow, how="walk", again="yes") == Start(flow, "walk")
    assert sent("/start", with_walks("stopped"), flow="meta/facebook", how="walk") == Start("meta/facebook", "walk")


@pytest.mark.promise(6)
def test_what_a_flow_asks_is_answered_on_the_page() -> None:
    """The answers go with the wish to start, checked; a wrong one is said at its field; the wish shows none."""
    known = curious()
    key = known.offers[-1].key
    page = STATES["questions-with-errors"]()
    read = soup(page)
    assert read.find(id="ask-name-of-account")["value"] == "Mine"
    assert read.find(id="ask-day-error")
    assert read.find(id="ask-kind-error")
    assert not read.find(id="ask-more-error")
    good = {"ask-name-of-account": "Mine", "ask-day": "2024-05-31", "ask-kind": "A club"}
    wish = sent("/answers", known, flow=key, **good)
    assert wish == Start(key, "walk", {"name-of-account": "Mine", "day": "2024-05-31", "kind": "A club"})
    assert "Mine" not in repr(wish)


def test_a_rehearsal_needs_nothing() -> None:
    """Nobody has to say who she is to watch a rehearsal."""
    assert sent("/start", nobody(), flow="meta/facebook", how="rehearse") == Start("meta/facebook", "rehearse")
    assert sent("/start", locked(), flow="meta/instagram", how="rehearse") == Start("meta/instagram", "rehearse")


@pytest.mark.promise(8)
def test_a_flow_from_elsewhere_is_shown_before_it_is_trusted() -> None:
    """It cannot be started or rehearsed before; its page says what it may touch; agreeing is to just this version."""
    known = stranger()
    offer = known.offers[-1]
    for how in ("walk", "rehearse"):
        page = page_after("/start", known, flow=offer.key, how=how)
        assert "This did not come with walkout." in words_of(page)
    assert all(origin in words_of(page) for origin in offer.file.flow.origins)
    agreed = sent("/trust", known, flow=offer.key, sha256=offer.file.sha256)
    assert agreed == Trust(offer.key, offer.file.sha256)
    changed = sent("/trust", known, flow=offer.key, sha256="0" * 64)
    assert isinstance(changed, Page)
    assert changed.status == 404


@pytest.mark.promise(8)
def test_a_file_cannot_take_the_place_of_a_shipped_flow() -> None:
    """A file from elsewhere that calls itself meta/facebook is another flow, and the shipped one starts as ever."""
    file = stranger().offers[-1].file
    twin = replace(file, flow=file.flow.model_copy(update={"flow": "meta/facebook"}))
    known = state(offers=(Offer(twin, "Meta", trusted=False), *state().offers))
    assert known.offer("meta/facebook").file.is_shipped
    assert sent("/start", known, flow="meta/facebook", how="walk") == Start("meta/facebook", "walk")


def test_where_no_right_is_known_none_is_offered() -> None:
    """Elsewhere the objection is not among the offers, its page says why, and it does not start."""
    us = state(profile=profile(country="US"))
    assert "Object to AI training at Meta, Facebook account" not in words_of(shown("/", us))
    assert "Where you live (United States), no right to object is known." in words_of(shown("/", us))
    page = page_after("/start", us, flow="meta/facebook", how="walk")
    assert "Where you live (United States), this right is not known." in words_of(page)
    assert not soup(page).find("input", {"name": "how", "value": "walk"})


@pytest.mark.promise(4, 7)
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("confirmed", ("Sent and confirmed", "Wait for the answer.", "An answer is due by", "in 18 days")),
        ("unconfirmed", ("Sent, but no confirmation was seen", "Look in your e-mail")),
        ("maybe-sent", ("May have been sent: nobody knows", "Perhaps sent on")),
        ("overdue", ("1 day ago", "complain to your data protection authority")),
        ("no-answer", ("9 days ago", "There was no answer.")),
        ("due-today", ("An answer is due today",)),
        ("recheck", ("has changed since", "See what changed")),
        ("refused", ("Refused by the service", "You may write back")),
        ("stopped", ("Stopped before sending", "Nothing was sent.")),
        ("broken-off", ("Broken off before sending", "Nothing was sent.")),
        ("running", ("Going on now",)),
        ("of-an-unknown-flow", ("other/gone", "Sent and confirmed")),
    ],
)
def test_each_request_says_how_it_stands_and_what_to_do(name: str, words: tuple[str, ...]) -> None:
    """State, deadline and next step, in words; of what may have been sent nothing says that it was not."""
    told = words_of(shown("/", with_walks(name)))
    assert all(one in told for one in words)
    if WALKS[name].state.maybe_sent:
        assert "Nothing was sent." not in told


def test_whoever_may_complain_is_told_where() -> None:
    """An overdue or refused request names the authority of her country, as an address to copy; others name none."""
    overdue = WALKS["overdue"]
    assert "edpb.europa.eu" in words_of(shown(f"/request/{overdue.id}", with_walks("overdue")))
    british = with_walks("overdue", profile=profile(country="GB"))
    assert "ico.org.uk" in words_of(shown(f"/request/{overdue.id}", british))
    confirmed = words_of(shown(f"/request/{WALKS['confirmed'].id}", with_walks("confirmed")))
    assert "Your data protection authority" not in confirmed


def test_what_was_sent_is_seen_at_its_flow() -> None:
    """Beside the button stands how the earlier request stands, and the button says that it would be again."""
    read = soup(shown("/", with_walks("confirmed")))
    card = read.find("h3", string="Object to AI training at Meta, Facebook account").parent
    assert "Sent and confirmed" in card.get_text()
    assert [one.get_text() for one in card.find_all("button")] == ["Start again", "Rehearse first"]


def test_what_was_looked_at_is_settled() -> None:
    """The change is shown, with the word that it is fine; that word is for a walk that there is."""
    known = with_walks("recheck")
    assert sent("/settle", known, walk=WALKS["recheck"].id) == Settle(WALKS["recheck"].id)
    assert isinstance(sent("/settle", known, walk="0" * 32), Page)


def test_nothing_is_deleted_by_one_click() -> None:
    """What is chosen is named once more; only what is kept can be chosen."""
    known = state(kept=kept)
    page = page_after("/forget", known, name="ledger")
    assert "Delete this for good?" in words_of(page)
    assert "your proof" in words_of(page)
    assert sent("/forget", known, name="ledger", sure="yes") == Forget(("ledger",))
    assert set(sent("/forget", known, everything="yes", sure="yes").names) == {one.name for one in kept()}
    assert "Please choose what shall go." in words_of(page_after("/forget", known, name="../etc", sure="yes"))


def test_what_is_collected() -> None:
    """A prompt with its answer and a picture become wishes; an empty prompt and what is no picture do not."""
    known = state(collected=lambda: COLLECTED)
    assert sent("/evidence/prompt", known, prompt="Who is I?", answer="You.") == AddPrompt("Who is I?", "You.")
    assert "Please write what you asked." in words_of(page_after("/evidence/prompt", known, answer="You."))
    assert sent("/evidence/picture", known, picture="iVBORw0KGgo=") == AddPicture(b"\x89PNG\r\n\x1a\n")
    assert "Please choose a picture." in words_of(page_after("/evidence/picture", known, picture="no base64!"))
    assert sent("/evidence/remove", known, id="a1") == RemoveEvidence("a1")
    assert isinstance(sent("/evidence/remove", known, id="a"), Page)


def test_closing() -> None:
    """The button at the foot of each page closes the window."""
    assert sent("/leave", state()) == Leave()


def test_a_receipt_has_a_way_back_and_is_hers() -> None:
    """It is shown as it was written, with a link home; one that is not there is not found."""
    known = with_walks("confirmed", receipt=lambda _walk: "<html><body><p>Receipt</p></body></html>")
    page = shown(f"/receipt/{WALKS['confirmed'].id}", known)
    assert soup(page).find("a", href="/")
    assert "script-src" not in page.csp
    assert shown(f"/receipt/{WALKS['confirmed'].id}", with_walks("confirmed")).status == 404
    assert shown(f"/receipt/{'9' * 32}", known).status == 404


def test_the_policy_of_the_pages_lets_nothing_in() -> None:
    """No source but the style and script that stand in the page, by their hashes; no frame; forms go home alone."""
    policy = dict(part.strip().split(" ", 1) for part in STATES["evidence"]().csp.split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["style-src"].startswith("'sha256-")
    assert policy["script-src"].startswith("'sha256-")
    assert policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"


def test_the_count_is_shown_as_it_is() -> None:
    """Should a request ever leave the window, the page says so."""
    from walkout.home.state import Counts

    told = words_of(shown("/", state(counts=Counts(answered=12, refused=3, left=2))))
    assert "Requests that left this window: 2" in told
    assert "refused: 3" in told


def test_a_request_is_read_as_a_form() -> None:
    """Only a form's body counts; too large, or not text, it is empty; the query of an address is not looked at."""
    headers = {"content-type": "application/x-www-form-urlencoded", "origin": ORIGIN}
    good = request_of("POST", f"{ORIGIN}/you?x=1", b"email=a%40b.org&name=1&name=2", headers, top=True)
    assert (good.path, good.text("email"), good.form["name"]) == ("/you", "a@b.org", ("1", "2"))
    assert request_of("POST", ORIGIN, b"\xff\xfe=1", headers, top=True).form == {}
    assert request_of("POST", ORIGIN, b"&".join([b"a=1"] * 99), headers, top=True).form == {}
    assert request_of("POST", ORIGIN, b"a=1", {"content-type": "text/plain"}, top=True).form == {}
    assert request_of("GET", ORIGIN, None, {}, top=True).path == "/"
    assert "a@b.org" not in repr(good)


def test_where_values_go_is_said_truly() -> None:
    """The foot of the page names the keyring or the encrypted file, whichever it is."""
    assert "goes into the keyring of your system" in words_of(shown("/", state()))
    assert "goes into an encrypted file" in words_of(shown("/", state(place=Place("file", "/x", kept=True))))


def test_home_page_and_guide_have_the_same_colours() -> None:
    """The card over a page and the home page look as one, light and dark."""
    ours, theirs = (
        [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", part)) for part in text.split("prefers-color-scheme: dark", 1)]
        for text in (css("walkout.home", "templates/colours.css"), css("walkout.browser", "panel.css"))
    )
    shared = {"paper", "ink", "quiet", "line", "edge", "soft", "main", "on-main", "main-over"}
    for one, other in zip(ours, theirs, strict=True):
        assert {name: one[name] for name in shared} == {name: other[name] for name in shared}


def css(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text("utf-8")
