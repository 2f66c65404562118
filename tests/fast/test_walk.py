"""The loop of a walk, with a window and a person that are scripted: what it does, and what it says when it cannot."""

from collections import Counter
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from walkout.errors import CannotActError, LedgerError, UnsafePlaceError
from walkout.walk.person import Answer

SENT = ("sending", "sent", "confirmed", "refused")
ACTS = ("click", "try_click", "fill", "select", "holds", "picture")


def test_the_whole_walk_ends_at_the_confirmation(walking):
    """From the notification to the confirmation, each thing is done once and in order."""
    walk = walking()
    outcome = walk.run()
    assert (outcome.name, outcome.way, outcome.page) == ("submitted", "notification", "received")
    acts = [entry[1] for entry in walk.window.done("click", "select", "fill")]
    assert acts == [
        "We're planning new AI features for you. Learn how we use your information.",
        "right to object",
        "Country of residence",
        "Email address",
        "Tell us how this processing impacts you",
        "Send",
    ]


def test_the_policy_way_takes_the_one_link_that_leads_to_the_form(walking):
    """Of three links with the word, the one that says what is meant and leads on is clicked."""
    walk = walking(way="policy")
    assert walk.run().name == "submitted"
    assert ("click", "right to object to") in walk.log
    assert not {("click", "Object"), ("click", "object")} & set(walk.log)


def test_a_missing_notification_leads_to_the_next_way(walking):
    """Where the notification is not there, the walk says so and opens the next way in by itself."""
    walk = walking(way=None)
    screens = walk.window.screens
    screens["notifications"] = replace(screens["notifications"], elements=screens["notifications"].elements[:1])
    outcome = walk.run()
    assert (outcome.name, outcome.way) == ("submitted", "policy")
    assert [event.data["target"] for event in walk.person.told("way-left")] == ["link:ai-notification"]
    assert not walk.person.asked("missing")


def test_no_way_in_leads_to_an_end_that_says_so(walking, make):
    """When every way in is used up, the walk needs the person and has sent nothing."""
    walk = walking()
    screens = walk.window.screens
    screens["notifications"] = replace(screens["notifications"], elements=screens["notifications"].elements[:1])
    outcome = walk.run()
    assert outcome.name == "needs-person"
    assert "ways in" in outcome.why


def test_the_walk_waits_while_she_signs_in(walking):
    """A sign-in page in the middle is hers: the walk types nothing there, and goes on when it has gone."""
    walk = walking(starts={"https://www.facebook.com/notifications": "sign-in"})
    walk.person.answers["sign-in"] = [walk.shows("notifications")]
    assert walk.run().name == "submitted"
    shown = walk.log.index(("shown", "notifications"))
    assert not [entry for entry in walk.log[:shown] if entry[0] in ("click", "fill", "select")]


@pytest.mark.promise(5)
def test_the_walk_touches_nothing_on_the_pages_of_code_and_password(walking):
    """On the pages for password and code the walk neither types nor clicks nor asks what a field holds."""
    walk = walking(starts={"https://www.facebook.com/notifications": "sign-in"})
    walk.person.answers["sign-in"] = [walk.shows("notifications")]
    walk.person.answers["enter-the-code"] = [walk.shows("code-wrong")]
    walk.person.answers["enter-the-code-again"] = [walk.shows("received")]
    touched = Counter()
    walk.window.before = lambda number, name: touched.update([(walk.window.screen, name)])
    assert walk.run().name == "submitted"
    hers = {name for screen, name in touched if screen in ("sign-in", "code", "code-wrong")}
    assert hers <= {"look", "wait", "picture"}


def test_a_wrong_code_is_asked_for_once_more(walking):
    """The page that says that a code is wrong is told from the page that asks for one."""
    walk = walking()
    walk.person.answers["enter-the-code"] = [walk.shows("code-wrong")]
    walk.person.answers["enter-the-code-again"] = [walk.shows("received")]
    assert walk.run().name == "submitted"
    assert [pause.kind for pause in walk.person.pauses] == ["review", "enter-the-code", "enter-the-code-again"]


@pytest.mark.promise(4)
@pytest.mark.parametrize(
    ("screen", "expected"),
    [("locked", "locked"), ("refused", "refused"), ("unavailable", "unconfirmed"), ("unknown", "unconfirmed")],
)
def test_no_end_but_the_confirmation_counts_as_submitted(walking, screen, expected):
    """After sending, whatever the page shows instead of a confirmation is an outcome of its own, never success."""
    walk = walking()
    walk.window.screens["form"].leads["Send"] = screen
    outcome = walk.run()
    assert outcome.name == expected
    assert "confirmed" not in walk.kinds()


@pytest.mark.promise(4)
@pytest.mark.parametrize("screen", ["received", "locked", "code"])
def test_a_confirmation_without_sending_is_no_submission(walking, screen):
    """A confirmation that shows before this walk has sent anything, as of an earlier request, does not count."""
    walk = walking(way="form", starts={"https://www.facebook.com/help/contact/6359191084165019": screen})
    outcome = walk.run()
    assert outcome.name == "needs-person"
    assert not set(walk.kinds()) & {"sending", "sent", "confirmed"}


@pytest.mark.promise(7)
def test_a_window_closed_at_any_call_leaves_a_true_outcome(walking):
    """Closed before the click that sends: stopped; after it: unconfirmed; with the confirmation seen: submitted."""
    whole = walking()
    whole.run()
    seen = Counter()
    for number in range(1, whole.window.calls + 1):
        walk = walking()

        def close(call, name, walk=walk, number=number):
            walk.window.closed = call >= number

        walk.window.before = close
        outcome = walk.run()
        kinds = walk.kinds()
        expected = "submitted" if "confirmed" in kinds else "unconfirmed" if "sending" in kinds else "stopped"
        assert outcome.name == expected, f"call {number}"
        assert not walk.window.done("sent") or ("click", "Send") in walk.log
        seen[expected] += 1
    assert set(seen) == {"submitted", "unconfirmed", "stopped"}
    assert seen["submitted"] == 1, "only the very last picture comes after the confirmation"


def test_an_act_that_fails_once_is_done_again(walking):
    """At whichever act the page changes under it, the walk looks again and ends as it would have."""
    whole = walking()
    numbers = []
    whole.window.before = lambda number, name: numbers.append(number) if name in ACTS else None
    whole.run()
    for number in numbers:
        walk = walking()

        def fail(call, name, walk=walk, number=number):
            if call == number:
                raise CannotActError("the element has changed")

        walk.window.before = fail
        walk.person.answers["cannot-act"] = ["again"]
        walk.person.answers["not-moving"] = ["again"]
        assert walk.run().name == "submitted", f"call {number}"
        assert walk.kinds().count("click") >= 3


def test_a_click_that_fails_after_it_has_led_on_is_done(walking):
    """Where the page moves on under a click that is then told to have failed, the walk goes on and asks nothing."""
    walk = walking()
    click = walk.window.click

    def late(element):
        click(element)
        if walk.window.screen == "notice":
            raise CannotActError("the page changed at that moment")

    walk.window.click = late
    assert walk.run().name == "submitted"
    assert not walk.person.asked("missing")
    assert walk.window.done("shown").count(("shown", "notice")) == 1


@pytest.mark.parametrize("act", ["click", "try_click", "fill", "select", "holds"])
def test_an_act_that_always_fails_is_asked_about(walking, act):
    """What cannot be done is a question to the person, never an error, and nothing is sent by it."""
    walk = walking()

    def fail(call, name):
        if name == act:
            raise CannotActError("the element is covered")

    walk.window.before = fail
    outcome = walk.run()
    assert outcome.name == "needs-person"
    assert [pause.kind for pause in walk.person.pauses] == ["cannot-act"]
    assert not set(walk.kinds()) & set(SENT)


@pytest.mark.parametrize(
    ("said", "expected"), [("skip", "submitted"), ("done-by-me", "submitted"), ("stop", "needs-person")]
)
def test_a_field_that_cannot_be_filled_is_hers(walking, said, expected):
    """She may skip such a field or fill it herself; the review then says that it is as it stands in the window."""
    walk = walking(answers={"cannot-act": [said]})

    def fail(call, name):
        if name == "select":
            raise CannotActError("the list does not open")

    walk.window.before = fail
    assert walk.run().name == expected
    if expected == "submitted":
        (review,) = walk.person.asked("review")
        assert [row.value_name for row in review.rows] == ["email", "reason"]
        assert any("country of residence" in line and "window" in line for line in review.lines)


@pytest.mark.promise(2)
@pytest.mark.promise(7)
def test_an_unsafe_place_ends_the_walk(walking):
    """When a field turns out to lie on a foreign origin, the walk ends there, before and after sending."""
    for before_sending in (True, False):
        walk = walking()

        def refuse(call, name, walk=walk, early=before_sending):
            if (early and name == "fill") or (not early and name == "click" and "sending" in walk.kinds()):
                raise UnsafePlaceError("this page is on https://elsewhere.example")

        walk.window.before = refuse
        outcome = walk.run()
        assert outcome.name == ("unsafe" if before_sending else "unconfirmed")
        assert walk.person.told("unsafe-place")


@pytest.mark.promise(2)
def test_a_look_alike_page_gets_nothing_and_is_told(walking):
    """A page that looks like the form on another host is not touched; the person hears its address."""
    walk = walking(way="form")
    screens = walk.window.screens
    screens["form"] = replace(screens["form"], address="https://www.facebook.com.example/help")
    outcome = walk.run()
    assert outcome.name == "unsafe"
    (pause,) = walk.person.pauses
    assert "https://www.facebook.com.example" in pause.title
    assert not walk.window.done("click", "fill", "select")


def test_an_unknown_page_is_handed_to_her(walking):
    """On a page that the flow does not know she is asked, and the walk goes on when it knows the page again."""
    walk = walking(starts={"https://www.facebook.com/notifications": "unknown"})
    walk.person.answers["unknown-page"] = [walk.shows("notice")]
    assert walk.run().name == "submitted"


def test_two_pages_that_fit_are_a_question(walking, make):
    """A page that could be two pages of the flow is never taken for the first of them."""
    walk = walking()
    screens = walk.window.screens
    both = (*screens["notifications"].elements, *screens["notice"].elements)
    screens["notifications"] = replace(screens["notifications"], elements=both)
    outcome = walk.run()
    assert outcome.name == "needs-person"
    (pause,) = walk.person.asked("unknown-page")
    assert any("notifications or notice" in line for line in pause.lines)
    assert not walk.window.done("click")


def test_no_network_before_sending_can_be_tried_again(walking):
    """Before anything was sent, a way in that does not answer is opened again at her word, or left."""
    start = "https://www.facebook.com/notifications"
    walk = walking(starts={start: "unreachable"})

    def mended(pause, moved):
        walk.window.starts[start] = "notifications"
        return "again"

    walk.person.answers["offline"] = ["again", mended]
    assert walk.run().name == "submitted"
    left = walking(way=None, starts={start: "unreachable"}, answers={"offline": ["next-way"]})
    assert (left.run().way, left.person.told("way-left")[0].text) == (
        "policy",
        "the next way in is tried, as you asked",
    )


@pytest.mark.promise(7)
def test_no_network_after_sending_loads_nothing(walking):
    """After the click that sends, no page is ever loaded by the walk itself, and no other way in is offered."""
    walk = walking(way=None)
    walk.window.screens["form"].leads["Send"] = "offline"
    walk.person.answers["offline"] = ["again", "again", walk.shows("code"), "stop"]
    # While offline, the page cannot move by itself, so the one that loads it anew is the person.
    walk.person.answers["offline"][2] = lambda pause, moved: walk.window.show("code") or "again"
    assert walk.run().name == "submitted"
    assert len(walk.window.done("open")) == 1
    assert all("next-way" not in [choice.name for choice in pause.choices] for pause in walk.person.asked("offline"))


@pytest.mark.promise(7)
@pytest.mark.parametrize("screen", ["unknown", "form", "notifications", "offline"])
def test_after_sending_no_other_way_in_is_offered_or_taken(walking, screen):
    """Whatever page comes after sending, and whatever she answers, the walk does not load the form anew."""
    walk = walking(way=None)
    walk.window.screens["form"].leads["Send"] = screen
    screens = walk.window.screens
    after = screens["notifications"].elements[:1]

    def later(pause, moved):
        screens["notifications"] = replace(screens["notifications"], elements=after)
        return "send"

    walk.person.answers["review"] = [later, "stop"]
    for kind in ("unknown-page", "not-moving", "missing", "offline"):
        walk.person.answers[kind] = ["again", "again", "stop"]
    outcome = walk.run()
    assert outcome.name == "unconfirmed"
    assert len(walk.window.done("open")) == 1
    sent_at = next(n for n, event in enumerate(walk.person.events) if event.event == "sent")
    offered = [event.data["choices"] for event in walk.person.events[sent_at:] if event.event == "person-asked"]
    assert all("next-way" not in choices for choices in offered)


def test_a_page_that_does_not_move_is_asked_about(walking, make):
    """Where a click leads nowhere, she is asked and told what the page says, masked."""
    walk = walking()
    screens = walk.window.screens
    alert = make.element("text", f"{make.values['email']} cannot be used", region="alert")
    screens["notice"] = replace(screens["notice"], leads={}, elements=(*screens["notice"].elements, alert))
    assert walk.run().name == "needs-person"
    (pause,) = walk.person.asked("not-moving")
    assert any("[email] cannot be used" in line for line in pause.lines)


def test_a_page_that_comes_back_again_and_again_is_asked_about(walking):
    """The fifth time that a page comes back, the walk asks instead of going round in a ring."""
    walk = walking()
    walk.window.screens["notice"].leads["right to object"] = "notifications"
    outcome = walk.run()
    assert outcome.name == "needs-person"
    (pause,) = walk.person.asked("not-moving")
    assert "come back 4 times" in pause.title
    assert len(walk.window.done("click")) <= 10


@pytest.mark.parametrize(
    ("wish", "name"), [("stop", "stopped"), ("interrupt", "interrupted")], ids=["stop", "interrupt"]
)
def test_a_wish_to_stop_is_heard_between_any_two_steps(walking, wish, name):
    """Whenever she wishes to stop, the walk ends there: unsent before the sending step, unconfirmed after it."""
    whole = walking()
    whole.run()
    heard = whole.person.looked
    assert heard > 5
    for number in range(1, heard + 1):
        walk = walking()
        walk.person.wishes = {number: wish}
        outcome = walk.run()
        assert outcome.name == ("unconfirmed" if "sending" in walk.kinds() else name), number
        assert "confirmed" not in walk.kinds()


@pytest.mark.parametrize("kind", ["review", "enter-the-code"])
def test_an_interrupt_at_a_question_leaves_a_true_outcome(walking, kind):
    """Ctrl-C at the review means that nothing was sent, at the code that it was sent and is not confirmed."""
    walk = walking(answers={kind: ["interrupt"]})
    assert walk.run().name == ("interrupted" if kind == "review" else "unconfirmed")


def test_a_pause_waits_for_her_word(walking):
    """At her wish the walk pauses between two steps and does nothing until she says go on."""
    walk = walking(answers={"paused": ["go-on"]})
    walk.person.wishes = {3: "pause"}
    assert walk.run().name == "submitted"
    assert len(walk.person.asked("paused")) == 1


def test_a_wish_to_go_back_is_done_and_then_waits(walking):
    """Going back is done in the window; then the walk waits, else it would only go forward again."""
    walk = walking(answers={"paused": ["go-on"]})
    walk.person.wishes = {4: "back"}
    assert walk.run().name == "submitted"
    assert len(walk.window.done("back")) == 1
    assert len(walk.person.asked("paused")) == 1


@pytest.mark.parametrize(("wish", "asked"), [("back", ["paused"]), ("skip", ["not-moving"])])
def test_a_wish_is_heard_while_something_is_looked_for(walking, wish, asked):
    """While the walk still looks for something, going back and skipping are done at once, not asked about later."""
    walk = walking()
    screens = walk.window.screens
    whole = screens["notice"]
    screens["notice"] = replace(whole, elements=whole.elements[:2])

    def mend(pause, moved):
        screens["notice"] = whole
        return "go-on" if pause.kind == "paused" else "again"

    walk.person.answers |= {"paused": [mend], "not-moving": [mend]}
    looks = Counter()

    def wishes():
        looks[walk.window.screen] += bool(walk.session.visits.get("notice"))
        return wish if looks["notice"] == 3 and not walk.person.pauses else None

    walk.person.wish = wishes
    assert walk.run().name == "submitted"
    assert [pause.kind for pause in walk.person.pauses] == [*asked, "review", "enter-the-code"]


def test_a_wish_to_skip_leaves_out_the_next_step(walking):
    """A skipped step is told, is not done, and is named in the review as hers."""
    walk = walking()

    def wish():
        return "skip" if walk.window.screen == "form" and not walk.person.told("step-skipped") else None

    walk.person.wish = wish
    assert walk.run().name == "submitted"
    assert not walk.window.done("select")
    (review,) = walk.person.asked("review")
    assert any("country of residence" in line for line in review.lines)


def test_dialogs_of_the_page_are_told(walking):
    """What the page asked in a dialog, and that it was answered no, is told once and masked."""
    walk = walking()
    walk.window.dialogs.append(f"Is {walk.values['email']} you?")
    walk.run()
    (event,) = walk.person.told("page-asked")
    assert "Is [email] you?" in event.text


def test_a_missing_field_is_told_before_anything_is_typed(walking):
    """All fields are looked for first: where one is missing, nothing has been typed when she hears of it."""
    walk = walking(answers={"missing": ["done-by-me"]})
    screens = walk.window.screens
    whole = screens["form"]
    screens["form"] = replace(
        whole, elements=tuple(one for one in whole.elements if not one.name.startswith("Tell us"))
    )
    assert walk.run().name == "submitted"
    (pause,) = walk.person.asked("missing")
    assert "Nothing has been typed" in pause.title
    asked_at = next(n for n, entry in enumerate(walk.log) if entry[0] in ("fill", "select"))
    assert not [entry for entry in walk.log[:asked_at] if entry[0] == "disclosed"]
    assert any("impact" in line for line in walk.person.asked("review")[0].lines)


@pytest.mark.promise(3)
def test_two_fields_that_could_be_meant_are_never_filled_by_chance(walking, make):
    """Two e-mail fields alike: she is asked, and the one that she points at is filled, no other."""
    walk = walking()
    screens = walk.window.screens
    twin = make.element("textbox", "Email address", type="email", form=1, heading="Another form")
    screens["form"] = replace(screens["form"], elements=(*screens["form"].elements, twin))
    assert walk.run().name == "needs-person"
    assert not walk.window.done("fill")
    assert walk.person.asked("ambiguous")


@pytest.mark.promise(3)
def test_of_two_links_alike_she_points_at_one(walking, make):
    """Two links with the same words and different addresses: she picks, and just that one is clicked."""
    walk = walking(answers={"ambiguous": [Answer("pick", pick=1)]})
    screens = walk.window.screens
    notice = screens["notice"]
    other = make.element("link", "right to object", href="https://www.facebook.com/elsewhere", heading="Elsewhere")
    screens["notice"] = replace(notice, elements=(*notice.elements, other))
    clicked = []
    click = walk.window.click
    walk.window.click = lambda one: (clicked.append(one.href), click(one))
    assert walk.run().name == "submitted"
    (pause,) = walk.person.asked("ambiguous")
    assert len(pause.picks) == 2
    picked = pause.picks[1]
    assert clicked[1] in picked
    assert clicked[1] not in pause.picks[0]


@pytest.mark.promise(1)
def test_a_click_never_sends_a_form_that_the_walk_has_filled(walking, facebook_flow):
    """A flow that hides its sending step in a click cannot send: the button of a filled form takes only `send`."""
    flow = facebook_flow.flow
    form = flow.page("form")
    click = type(flow.page("notice").steps[0])(click=form.steps[-1].send)
    sly = form.model_copy(update={"steps": (*form.steps[:-1], click)})
    pages = tuple(sly if page.page == "form" else page for page in flow.pages)
    walk = walking(file=replace(facebook_flow, flow=flow.model_copy(update={"pages": pages})))
    outcome = walk.run()
    assert outcome.name == "needs-person"
    assert ("click", "Send") not in walk.log
    assert walk.person.asked("cannot-act")


@pytest.mark.promise(1)
def test_a_button_that_may_send_by_script_is_not_clicked(walking, facebook_flow):
    """A plain button in the filled form, which is no submit button, may send by script: it takes only `send` too."""
    flow = facebook_flow.flow
    form = flow.page("form")
    click = type(flow.page("notice").steps[0])(click=form.steps[-1].send)
    sly = form.model_copy(update={"steps": (*form.steps[:-1], click)})
    pages = tuple(sly if page.page == "form" else page for page in flow.pages)
    walk = walking(file=replace(facebook_flow, flow=flow.model_copy(update={"pages": pages})))
    screen = walk.window.screens["form"]
    plain = tuple(replace(one, submits=False) if one.role == "button" else one for one in screen.elements)
    walk.window.screens["form"] = replace(screen, elements=plain)
    assert walk.run().name == "needs-person"
    assert ("click", "Send") not in walk.log


def test_the_hour_for_the_code_is_counted_from_its_beginning(walking):
    """Going on without the page having moved does not start the hour anew; when it is over, she is told."""
    walk = walking()

    def late(minutes, said):
        def answer(pause, moved):
            walk.window.time += minutes * 60
            return said

        return answer

    walk.person.answers["enter-the-code"] = [late(20, "go-on"), late(40, "time-over"), walk.shows("received")]
    assert walk.run().name == "submitted"
    first, second, third = walk.person.asked("enter-the-code")
    assert (first.minutes, third.minutes) == (60, None)
    assert 39 <= second.minutes <= 40
    assert "over" in third.lines[0]


def test_a_page_that_is_still_loading_is_not_acted_on(walking):
    """The walk waits until a page has been read to its end before it takes it for what it is."""
    walk = walking()
    screens = walk.window.screens
    whole = screens["notice"]
    screens["notice"] = replace(whole, ready=False, elements=whole.elements)

    def arrive(call, name):
        if name == "wait" and walk.window.screen == "notice" and walk.window.time > 0.5:
            screens["notice"] = whole
        if name == "click" and walk.window.screen == "notice":
            assert screens["notice"].ready

    walk.window.before = arrive
    walk.window.time = 0.0
    assert walk.run().name == "submitted"


def test_no_picture_is_taken_where_none_is_kept(walking):
    """A walk without a receipt takes no pictures at all."""
    walk = walking(pictures=False)
    names = Counter()
    walk.window.before = lambda number, name: names.update([name])
    assert walk.run().name == "submitted"
    assert not names["picture"]


def kept_texts(walk):
    return [entry for entry in walk.log if entry[0] == "kept-text"]


def test_the_text_of_the_notice_is_kept_as_she_acted_on_it(walking):
    """The text around the link is read just before it is clicked, and no other page's: neither list nor form."""
    walk = walking()
    assert walk.run().name == "submitted"
    ((_, page, language, address, *paragraphs),) = kept_texts(walk)
    assert (page, language, address) == ("notice", "en", "https://www.facebook.com/notice")
    assert paragraphs[0] == "Policy Updates"
    assert walk.log.index(kept_texts(walk)[0]) < walk.log.index(("click", "right to object"))


def test_a_text_without_its_link_is_not_kept(walking):
    """Where the link is missing the page may not be there yet: its text is no new version."""
    walk = walking(way="policy")
    screen = walk.window.screens["policy"]
    walk.window.screens["policy"] = replace(screen, elements=screen.elements[:1])
    walk.run()
    assert walk.person.asked("missing")
    assert not kept_texts(walk)


@pytest.mark.promise(6)
def test_no_text_is_read_once_a_field_was_filled(walking, make):
    """Who is led back from the form to a notice has typed her values by then: nothing is read there."""
    walk = walking()
    walk.window.screens["form"].leads["Send"] = "notice"
    walk.run()
    assert len(kept_texts(walk)) == 1


@pytest.mark.promise(9)
def test_no_text_is_read_where_none_is_kept(walking):
    """A rehearsal reads no texts."""
    walk = walking(texts=False)
    walk.window.before = lambda number, name: pytest.fail("it was read") if name == "paragraphs" else None
    assert walk.run().name == "submitted"
    assert not kept_texts(walk)


def test_a_text_that_cannot_be_read_is_no_reason_to_stop(walking):
    """A page that does not let itself be read is told, and the walk goes on."""
    walk = walking()

    def before(number, name):
        if name == "paragraphs":
            raise CannotActError("the page changed at that moment")

    walk.window.before = before
    assert walk.run().name == "submitted"
    assert walk.person.told("no-text")


def test_a_picture_that_fails_is_no_reason_to_stop(walking):
    """The walk goes on without the picture, and says so."""
    walk = walking()

    def fail(call, name):
        if name == "picture":
            raise CannotActError("too slow")

    walk.window.before = fail
    assert walk.run().name == "submitted"
    assert walk.person.told("no-picture")


LOCAL = st.from_regex(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,12}(\.[A-Za-z0-9+_-]{1,8})?", fullmatch=True)
HOST = st.sampled_from(["example.org", "xn--mller-kva.example", "a.example", "mail.example.co.uk", "müller.example"])


@pytest.mark.promise(6)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(local=LOCAL, host=HOST, reason=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=25, max_size=80))
def test_no_event_and_no_record_holds_a_personal_value(walking, make, local, host, reason):
    """However odd the values, and whatever the page repeats of them, no event or record holds e-mail or reason."""
    email = f"{local}@{host}"
    if not reason.strip():
        return
    walk = walking(values={"country": "IE", "email": email, "reason": reason})
    screens = walk.window.screens
    notice = screens["notice"]
    screens["notice"] = replace(notice, elements=(*notice.elements, make.element("button", f"Go on as {email}")))
    form = screens["form"]
    named = (replace(one, name=f"{one.name} (so far {email})") if one.type == "email" else one for one in form.elements)
    screens["form"] = replace(form, elements=tuple(named))
    words = f"We've received your submission. We write to {email} because of: {reason}"
    screens["received"] = replace(
        screens["received"], address=f"{make.host}/done/{email}", elements=(make.element("text", words),)
    )
    walk.window.dialogs += [f"Leave {email}?", f"Lose “{reason}”?"]
    outcome = walk.run()
    assert outcome.name == "submitted"
    told = [repr(event) for event in walk.person.events] + [outcome.why]
    kept = [repr(entry) for entry in walk.log if entry[0] not in ("fill", "open")]
    for text in (*told, *kept):
        assert email not in text
        assert reason.strip() not in text
    assert email not in repr(walk.session.plan)
    assert reason not in repr(walk.person.pauses)


def test_a_ledger_that_fails_before_the_click_means_no_click(walking):
    """See also test_sending: the error goes up, as a walk that cannot be written down must not go on."""
    walk = walking()

    def fail():
        raise LedgerError("the disk is full")

    walk.records.sending = fail
    with pytest.raises(LedgerError):
        walk.run()
    assert ("click", "Send") not in walk.log


def test_the_fakes_do_not_lie(fakes: SimpleNamespace, make):
    """The fake window refuses an element that is not on its screen, as the real one does."""
    window = fakes.window(fakes.screens())
    window.show("notice")
    with pytest.raises(CannotActError):
        window.click(make.element("link", "not here"))


@pytest.mark.promise(10)
def test_a_check_for_people_is_handed_to_her(walking, make):
    """A security check is the person's: the walk touches nothing on it, and goes on when the page has moved on."""
    walk = walking(starts={"https://www.facebook.com/notifications": "check"})
    check = (make.element("heading", "Security check"), make.element("textbox", "Enter the characters you see"))
    walk.window.screens["check"] = make.screen(f"{make.host}/check", check)
    walk.person.answers["solve-the-check"] = [walk.shows("notifications")]
    assert walk.run().name == "submitted"
    shown = walk.log.index(("shown", "notifications"))
    assert not [entry for entry in walk.log[:shown] if entry[0] in ("click", "fill", "select")]
    assert "walkout never does such checks" in walk.person.asked("solve-the-check")[0].lines[0]
