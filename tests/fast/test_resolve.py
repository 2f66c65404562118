"""Finding by meaning: found without doubt, ambiguous, or missing; never the first of several."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walkout.flow.targets import ButtonTarget, FieldTarget, HeadingTarget, LinkTarget, OptionTarget, TextTarget, Words
from walkout.resolve.match import Ambiguous, Found, Missing
from walkout.resolve.resolve import ENOUGH, MARGIN, resolve
from walkout.view import Box, Frame

OBJECT = LinkTarget(link="right-to-object")
EMAIL = FieldTarget(field="email")
COUNTRY = FieldTarget(field="country-of-residence")
CODE = FieldTarget(field="one-time-code")
IMPACT = FieldTarget(field="impact")
SUBMIT = ButtonTarget(button="submit")
HOST = "https://www.facebook.com"


@pytest.fixture
def find(make):
    """What a target means among these elements."""

    def finding(target, *elements, **more):
        return resolve(target, make.view(*elements, **more))

    return finding


def three_links(make):
    return (
        make.element("link", "Object", href=f"{HOST}/privacy/policy/#5", same_page=True, region="navigation"),
        make.element("link", "right to object to", href=f"{HOST}/help/contact/367438723733209"),
        make.element("link", "object", href=f"{HOST}/other"),
    )


@pytest.mark.promise(3)
def test_of_three_links_alike_the_right_one_is_found(find, make):
    """The table of contents, the real link and an inline word: the one that says the whole is found."""
    match = find(OBJECT, *three_links(make))
    assert isinstance(match, Found)
    assert match.element.name == "right to object to"


@pytest.mark.promise(3)
def test_links_with_the_same_words_and_other_addresses_are_ambiguous(find, make):
    """Two links say the same and lead to different places: both are named, none is taken."""
    one, other = (make.element("link", "right to object", href=f"{HOST}/{path}") for path in ("a", "b"))
    match = find(OBJECT, one, other)
    assert isinstance(match, Ambiguous)
    assert {candidate.element.href for candidate in match.candidates} == {one.href, other.href}


def test_links_to_the_same_place_are_one(find, make):
    """Two links with the same words and address, as for small and large windows, are no reason to ask."""
    for address in (f"{HOST}/a", "javascript:void(0)", f"{HOST}/privacy/#"):
        links = (make.element("link", "right to object", href=address, context="your \ufffc") for _ in range(2))
        assert isinstance(find(OBJECT, *links), Found)


@pytest.mark.promise(3)
@pytest.mark.parametrize("region", ["navigation", "banner", "complementary"])
def test_a_twin_in_the_main_part_is_not_taken_for_the_one_in_the_navigation(find, make, region):
    """What is meant may stand in the navigation; a link with the same words elsewhere is no better for its place."""
    meant = make.element("link", "right to object", href=f"{HOST}/a", region=region)
    twin = make.element("link", "right to object", href=f"{HOST}/b", region="main")
    assert isinstance(find(OBJECT, meant, twin), Ambiguous)


def test_links_that_say_it_in_other_words_and_lead_to_one_place_are_one(find, make):
    """A policy links "object" in one sentence and "right to object" in another, to the same form: either will do."""
    words = ("right to object", "right to object to")
    links = [make.element("link", name, href=f"{HOST}/a", context=f"{name} \ufffc") for name in words]
    match = find(OBJECT, *links)
    assert isinstance(match, Found)
    assert match.after == 0
    elsewhere = make.element("link", words[0], href=f"{HOST}/b", context="another \ufffc")
    assert isinstance(find(OBJECT, *links, elsewhere), Ambiguous)


@pytest.mark.promise(3)
def test_links_that_a_script_leads_on_are_two_if_they_say_it_in_other_words(find, make):
    """Two links without an address and with other words may do two things, so they are asked about."""
    words = ("right to object", "right to object to")
    links = [make.element("link", name, href=f"{HOST}/#", context="your \ufffc") for name in words]
    assert isinstance(find(OBJECT, *links), Ambiguous)


@pytest.mark.promise(3)
def test_links_that_a_script_leads_on_are_two_unless_their_sentence_is_the_same(find, make):
    """Nobody knows where a link without an address leads, so two of them in other sentences are asked about."""
    links = (
        make.element("link", "right to object", href=f"{HOST}/#", context=text) for text in ("a \ufffc", "b \ufffc")
    )
    assert isinstance(find(OBJECT, *links), Ambiguous)


@pytest.mark.parametrize(
    ("language", "name", "context"),
    [
        ("en", "object", "On this basis you have the right to \ufffc to the use of your information."),
        ("fr", "opposer", "Vous avez le droit de vous \ufffc à l’utilisation de vos informations."),
        ("", "opposer", "Vous avez le droit de vous \ufffc à l’utilisation de vos informations."),
    ],
)
def test_a_word_that_is_part_of_the_whole_phrase_counts_as_the_phrase(find, make, language, name, context):
    """Of "the right to object" only the last word may be the link; whatever language the page says it is in."""
    link = make.element("link", name, href=f"{HOST}/form", context=context)
    match = find(OBJECT, link, make.element("link", name, href=f"{HOST}/other"), language=language)
    assert isinstance(match, Found)
    assert match.element.href == link.href
    assert "in its sentence" in match.candidate.why


@pytest.mark.promise(3)
@pytest.mark.parametrize(
    "context",
    [
        "Access Port Erase \ufffc Complain",
        "You have the right to object to this. More about it: \ufffc",
        "\ufffc: who has the right to object",
        "the right to \ufffcive news",
    ],
)
def test_the_same_word_beside_the_phrase_is_no_part_of_it(find, make, context):
    """The table of contents, and a word near a sentence that has the phrase elsewhere, are not found."""
    assert isinstance(find(OBJECT, make.element("link", "Object", href=f"{HOST}/form", context=context)), Missing)


@pytest.mark.promise(3)
def test_links_that_lie_over_each_other_are_two(find, make):
    """A link laid over another with the same words and another address is not taken for its wrapper."""
    box = Box(10, 10, 200, 30)
    match = find(
        OBJECT, *(make.element("link", "right to object", href=f"{HOST}/{path}", box=box) for path in ("a", "b"))
    )
    assert isinstance(match, Ambiguous)


@pytest.mark.promise(3)
def test_fields_that_lie_over_each_other_are_two(find, make):
    """Two e-mail fields at one place, of which one may be a trap, are not taken for one."""
    box = Box(10, 10, 200, 30)
    match = find(EMAIL, *(make.element("textbox", "Email", form=form, box=box) for form in (0, 1)))
    assert isinstance(match, Ambiguous)


def test_an_element_within_a_link_is_counted_once(find, make):
    """A link with a button of the same words inside is one thing to the person, and found."""
    link = make.element("link", "right to object", href=f"{HOST}/a", box=Box(10, 10, 200, 30))
    inner = make.element("button", "right to object", tag="span", box=Box(12, 12, 190, 26))
    match = find(OBJECT, link, inner)
    assert isinstance(match, Found)
    assert match.element.role == "link"


def test_a_link_that_only_scrolls_loses(find, make):
    """A link to a place on the same page yields to one that leads on, though both say the very same words."""
    scrolls = make.element("link", "right to object", href=f"{HOST}/#5", same_page=True)
    match = find(OBJECT, scrolls, make.element("link", "right to object", href=f"{HOST}/form"))
    assert isinstance(match, Found)
    assert not match.element.same_page
    assert isinstance(find(OBJECT, scrolls), Missing)


@pytest.mark.parametrize("facts", [{"visible": False}, {"disabled": True}], ids=["hidden", "disabled"])
def test_what_cannot_be_used_is_never_meant(find, make, facts):
    """Hidden fields, as traps for robots are, and disabled ones are no candidates, alone or beside the right one."""
    trap = make.element("textbox", "Email address", type="email", autocomplete="email", **facts)
    assert find(EMAIL, trap) == Missing()
    match = find(EMAIL, trap, make.element("textbox", "Email"))
    assert isinstance(match, Found)
    assert match.element.name == "Email"


@pytest.mark.parametrize(
    ("target", "right", "wrong"),
    [
        (EMAIL, ("textbox", "Email address", {}), ("textbox", "Confirm email address", {"type": "email"})),
        (EMAIL, ("textbox", "Email address", {"type": "email"}), ("textbox", "Your reason", {"tag": "textarea"})),
        (
            EMAIL,
            ("textbox", "Email", {"type": "email"}),
            ("textbox", "Email", {"type": "email", "region": "contentinfo", "placeholder": "Our newsletter"}),
        ),
        (EMAIL, ("textbox", "E-mail", {}), ("searchbox", "Search Facebook", {"type": "search"})),
        (EMAIL, ("textbox", "Email", {}), ("textbox", "Phone number or email", {"type": "tel"})),
        (CODE, ("textbox", "6-digit code", {}), ("textbox", "Postal code", {})),
        (CODE, ("textbox", "Enter code", {"autocomplete": "one-time-code"}), ("combobox", "Country code", {})),
        (COUNTRY, ("combobox", "Country of residence", {}), ("combobox", "Country code", {"type": "tel"})),
        (COUNTRY, ("combobox", "Country", {}), ("combobox", "Country of birth", {})),
        (IMPACT, ("textbox", "Why do you object to this processing?", {"tag": "textarea"}), ("textbox", "Email", {})),
        (
            IMPACT,
            ("textbox", "Tell us how this processing impacts you", {"tag": "textarea"}),
            ("textbox", "Any other information", {"tag": "textarea"}),
        ),
        (SUBMIT, ("button", "Send", {}), ("button", "Send feedback", {})),
        (SUBMIT, ("button", "Submit", {}), ("button", "Cancel", {})),
        (ButtonTarget(button="next"), ("button", "Next", {}), ("button", "Next page", {"region": "navigation"})),
    ],
)  # fmt: skip
@pytest.mark.promise(3)
def test_the_right_one_is_told_from_what_looks_like_it(find, make, target, right, wrong):
    """The right element is found beside the wrong one, in either order, and the wrong one alone is not taken."""
    (role, name, more), (role_too, name_too, more_too) = right, wrong
    good, bad = make.element(role, name, **more), make.element(role_too, name_too, **more_too)
    for elements in ((good, bad), (bad, good)):
        match = find(target, *elements)
        assert isinstance(match, Found), match
        assert (match.element.name, match.element.region) == (name, good.region)
    if name != name_too:
        assert isinstance(find(target, bad), Missing)


def test_a_list_of_countries_is_told_from_a_list_of_dialling_codes(find, make):
    """Without any label, the list of countries is known by what it lists; dialling codes are none."""
    countries = make.element("combobox", options=make.countries("Germany", "Ireland", "France", "Spain"))
    codes = make.element("combobox", "Country code", options=make.countries("Germany (+49)", "Ireland (+353)"))
    match = find(COUNTRY, codes, countries)
    assert isinstance(match, Found)
    assert match.element.options_shown[0] == "Germany"
    assert isinstance(find(COUNTRY, codes), Missing)


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "Email address", "name_from": "placeholder", "placeholder": "Email address"},
        {"context": "Email address"},
        {"context": "Email address *"},
        {"autocomplete": "section-a home email"},
        {"type": "email"},
        {"name": "Your e-mail:", "name_from": "aria-label"},
    ],
    ids=["placeholder", "text before", "required", "autocomplete", "type", "aria-label"],
)
def test_a_field_is_known_by_any_of_its_signs(find, make, facts):
    """A placeholder alone, the text before it, its type or autocomplete is enough where nothing else competes."""
    match = find(EMAIL, make.element("textbox", **facts), make.element("textbox", "First name"))
    assert isinstance(match, Found)
    assert match.element.name != "First name"
    assert match.candidate.why


@pytest.mark.parametrize("page", ["en", "de", "fr", "xx", ""])
@pytest.mark.parametrize("words", ["Email address", "E-Mail-Adresse", "Adresse e-mail"])
def test_words_of_another_language_than_the_page_says_are_understood(find, make, page, words):
    """A page may say that it is English and speak German; the words count nearly as much."""
    assert isinstance(find(EMAIL, make.element("textbox", words), language=page), Found)


@pytest.mark.parametrize(
    ("target", "role", "words"),
    [
        (LinkTarget(link="ai-notification"), "link", "We're planning new AI features for you."),
        (HeadingTarget(heading="policy-updates"), "heading", "Policy Updates"),
        (OBJECT, "link", "right to object"),
        (OBJECT, "link", "Submit an Objection Request"),
        (OBJECT, "link", "Widerspruchsrecht"),
        (OBJECT, "link", "zu widersprechen"),
        (OBJECT, "link", "droit d'opposition"),
        (OBJECT, "link", "le droit de vous y opposer"),
        (TextTarget(text="about-ai"), "text", "Bezieht sich deine Anfrage auf KI bei Meta?"),
        (OptionTarget(option="yes"), "radio", "Ja"),
        (SUBMIT, "button", "Send"),
        (SUBMIT, "button", "Senden"),
        (SUBMIT, "button", "Envoyer"),
        (FieldTarget(field="one-time-code"), "textbox", "one-time password"),
        (FieldTarget(field="one-time-code"), "textbox", "6-stelliger Code"),
        (TextTarget(text="unable-to-process"), "text", "We are unable to process request at this time."),
    ],
)  # fmt: skip
def test_words_that_were_reported_of_metas_pages_are_understood(find, make, target, role, words):
    """Each wording that a source names is found by its concept."""
    assert isinstance(find(target, make.element(role, words)), Found)


@pytest.mark.promise(4)
@pytest.mark.parametrize(
    "said",
    [
        "Once we've received your request, we'll review it.",
        "After your request has been submitted, you get an e-mail.",
        "Enter the code, then we'll review your submission as soon as possible.",
        "We have not received anything.",
    ],
)
def test_an_announcement_of_a_confirmation_is_none(find, make, said):
    """What a page says will happen after sending is not the confirmation itself."""
    assert isinstance(find(TextTarget(text="request-received"), make.element("text", said)), Missing)


def test_a_text_may_be_there_more_than_once(find, make):
    """A text or heading is only looked for, so that twice is no question."""
    twice = [make.element("text", "We've received your request.") for _ in range(2)]
    assert isinstance(find(TextTarget(text="request-received"), *twice), Found)


def test_literal_words_are_found_as_they_stand(find, make):
    """A target of literal words, for what has no concept, is found whatever the case, and nothing else is."""
    target = ButtonTarget(button=Words(words=("Fold away",)))
    assert isinstance(find(target, make.element("button", "FOLD AWAY")), Found)
    assert isinstance(find(target, make.element("button", "Unfold")), Missing)


def test_missing_names_what_comes_nearest(find, make):
    """Where nothing is meant, what comes nearest is named with its reasons, the best first, at most five."""
    match = find(EMAIL, *(make.element("textbox", f"your letters and mail today {number}") for number in range(8)))
    assert isinstance(match, Missing)
    assert 1 <= len(match.nearest) <= 5
    assert all(candidate.why and candidate.score < ENOUGH for candidate in match.nearest)


def test_a_field_of_a_frame_is_judged_in_its_own_language(make):
    """The language that counts is that of the document that holds the field."""
    view = make.view(
        replace(make.element("textbox", "E-Mail-Adresse"), frame=1),
        frames=(Frame(HOST, "en"), Frame(f"{HOST}/frame", "de-AT")),
    )
    match = resolve(EMAIL, view)
    assert isinstance(match, Found)
    assert match.candidate.evidence[0].weight == pytest.approx(0.97)


NAMES = [
    "right to object", "right to object to", "object", "Object", "Email", "Email address", "Confirm email", "Country",
    "Country of residence", "Postal code", "6-digit code", "Send", "Send feedback", "Submit", "Close", "Search",
    "Tell us how this processing impacts you", "Any other information", "Password", "Policy Updates", "",
]  # fmt: skip
TARGETS = [OBJECT, EMAIL, COUNTRY, CODE, IMPACT, SUBMIT, HeadingTarget(heading="policy-updates")]
ROLES = ["link", "button", "textbox", "combobox", "heading", "text", "checkbox", "searchbox"]


@st.composite
def elements(draw):
    """Elements with words that are easily mixed up, at places that may lie within each other."""
    from walkout.view import Element

    role = draw(st.sampled_from(ROLES))
    tags = {"link": "a", "button": "button", "combobox": "select", "heading": "h2", "text": "p"}
    name = draw(st.sampled_from(NAMES))
    return Element(
        frame=0,
        index=0,
        tag=draw(st.sampled_from([tags.get(role, "input"), "div"])),
        role=role,
        name=name,
        name_from=draw(st.sampled_from(["label", "placeholder", "text"])) if name else "",
        placeholder=draw(st.sampled_from(["", "Email", "Enter code"])),
        context=draw(st.sampled_from(["", "Email address", "Country"])),
        type=draw(st.sampled_from(["", "email", "tel", "password"])),
        region=draw(st.sampled_from(["", "main", "contentinfo", "navigation"])),
        href=draw(st.sampled_from(["", f"{HOST}/a", f"{HOST}/b"])) if role == "link" else "",
        same_page=draw(st.booleans()) if role == "link" else False,
        visible=draw(st.sampled_from([True, True, True, False])),
        box=Box(10, draw(st.sampled_from([10, 12, 60])), draw(st.sampled_from([180, 200])), 30),
    )


def numbered(found):
    return tuple(replace(one, index=number) for number, one in enumerate(found))


@pytest.mark.promise(3)
@settings(max_examples=200, deadline=None)
@given(found=st.lists(elements(), min_size=1, max_size=7), data=st.data())
def test_the_order_of_looking_never_changes_what_is_found(make, found, data):
    """However the same elements are ordered, the answer is of the same kind and of the same element."""
    view = replace(make.view(), elements=numbered(found))
    shuffled = replace(view, elements=tuple(data.draw(st.permutations(view.elements))))
    for target in TARGETS:
        one, other = resolve(target, view), resolve(target, shuffled)
        assert type(one) is type(other)
        if isinstance(one, Found):
            assert one.element == other.element


@pytest.mark.promise(3)
@settings(max_examples=200, deadline=None)
@given(found=st.lists(elements(), min_size=1, max_size=6), more=elements(), at=st.integers(0, 6))
def test_another_element_never_makes_the_tool_take_another_of_the_old_ones(make, found, more, at):
    """What one element more can do is to be found itself or to bring doubt: never to move the find to a third."""
    old = numbered(found)
    added = replace(more, index=len(old))
    before, after = replace(make.view(), elements=old), replace(make.view(), elements=(*old[:at], added, *old[at:]))
    for target in TARGETS:
        one, other = resolve(target, before), resolve(target, after)
        if isinstance(one, Found) and isinstance(other, Found) and target != TARGETS[-1]:
            assert other.element in (one.element, added)
        if isinstance(one, Ambiguous):
            assert not isinstance(other, Missing)


@pytest.mark.promise(3)
@settings(max_examples=200, deadline=None)
@given(found=st.lists(elements(), min_size=2, max_size=7))
def test_a_find_is_ahead_of_every_other_by_a_margin(make, found):
    """Found means: good enough in itself, visible, and clearly better than whatever comes next."""
    view = replace(make.view(), elements=numbered(found))
    for target in TARGETS[:-1]:
        match = resolve(target, view)
        if isinstance(match, Found):
            assert match.candidate.score >= ENOUGH
            assert match.element.visible
            assert match.after <= match.candidate.score - MARGIN
        if isinstance(match, Ambiguous):
            assert len(match.candidates) >= 2
