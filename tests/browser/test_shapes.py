"""Forms of other shapes than the fixture's, on its address: what a walk does there by itself, and what it asks."""

from collections.abc import Callable

import pytest

from walkout.dryrun.scripted import STAND_INS
from walkout.flow.load import find_flow, load_flow
from walkout.flow.model import Flow, PageOfSteps
from walkout.flow.steps import ClickStep, SendStep
from walkout.flow.targets import Words
from walkout.walk.person import Answer, Pause
from walkout.words.reasons import make_reason

from .conftest import FORM, HOME, SHORT, SUBMIT, Walked, whole

Walk = Callable[..., Walked]
COUNTRY, IMPACT = "Field482910375516204_iso2_country_code", "Field731054988620417"
COUNTRIES = ("Austria", "Germany", "Greece", "Ireland")
OPTIONS = "".join(f"<option value={name[:2].upper()}>{name}</option>" for name in COUNTRIES)
PARTS = {
    "country": f"<p><label>Country of residence <select name={COUNTRY}><option value=''>-{OPTIONS}</select></label>",
    "email": "<p><label>Email address <input name=email type=email></label>",
    "impact": f"<p><label>Tell us how this processing impacts you <textarea name={IMPACT}></textarea></label>",
    "more": "",
    "submit": "<p><button>Submit</button>",
}
EXPECTED = {"country": "GE", "email": STAND_INS["email"], "impact": make_reason("DE", "en", "")}


def form(language: str = "en", head: str = "", **parts: str) -> str:
    """The form with some of its parts replaced."""
    body = "".join({**PARTS, **parts}.values())
    return whole(f"<form method=post action='{SUBMIT}'>{body}</form>", language=language, head=head)


def arrives(walk: Walked, **other: str) -> None:
    """The walk ended at the confirmation, and just these values arrived."""
    assert (walk.outcome.name, walk.outcome.why) == ("submitted", "the confirmation was seen")
    (request,) = walk.requests
    assert {name: request[name] for name in EXPECTED} == {**EXPECTED, **other}


def nothing_arrives(walk: Walked) -> None:
    assert walk.requests == []
    assert walk.outcome.name == "needs-person"


def test_the_plain_form(walked: Walk) -> None:
    """The form that the other tests vary is walked without a question but the review and the code."""
    walk = walked(way="form", pages={FORM: form()})
    arrives(walk)
    assert walk.kinds == ["review", "enter-the-code"]


@pytest.mark.promise(3)
def test_two_links_with_the_same_words(walked: Walk) -> None:
    """Of two links with the same words and different addresses none is clicked; the person is shown both, and the one
    that she points at is taken."""
    walk = walked(faults=("two-links",), patience=SHORT, says={"ambiguous": "stop"})
    (pause,) = walk.pauses
    assert (pause.kind, len(pause.picks)) == ("ambiguous", 2)
    assert FORM.removeprefix(HOME)[-10:] in " ".join(pause.picks)
    assert len(set(pause.picks)) == 2
    assert not [address for address in walk.site.asked if "/help/contact/" in address]


@pytest.mark.promise(3)
def test_the_link_that_the_person_points_at(walked: Walk) -> None:
    """Where the person points at one of two links, that one is clicked, and the walk goes on."""

    def right_one(pause: Pause) -> Answer:
        (number,) = [at for at, pick in enumerate(pause.picks) if "6359191084165019" in pick]
        return Answer("pick", pick=number)

    walk = walked(faults=("two-links",), patience=SHORT, says={"ambiguous": right_one})
    assert walk.outcome.name == "submitted"
    assert walk.kinds.count("ambiguous") == 1


def test_a_form_in_a_frame(walked: Walk) -> None:
    """A form in a frame of the same origin is filled and sent, and what the frame then shows is followed."""
    top = whole(f"<h1>Form</h1><iframe src='{HOME}/inner' width=700 height=600></iframe>")
    arrives(walked(way="form", pages={FORM: top, f"{HOME}/inner": form()}))


@pytest.mark.promise(2)
def test_a_form_in_a_foreign_frame(walked: Walk) -> None:
    """A form in a frame of another origin is not filled, whatever page it stands in."""
    foreign = "https://forms.example.org/"
    top = whole(f"<h1>Form</h1><iframe src='{foreign}' width=700 height=600></iframe>")
    walk = walked(way="form", pages={FORM: top, foreign: form()}, patience=SHORT)
    assert walk.outcome.name == "unsafe"
    assert "https://forms.example.org" in walk.outcome.why
    assert walk.requests == []
    assert not [event for event in walk.told("step-done") if event.data["step"] in ("fill", "choose")]


def test_a_form_in_nested_shadow_roots(walked: Walk) -> None:
    """A form in a shadow root within a shadow root is filled and sent."""
    script = (
        "<div id=outer></div><template id=form>FORM</template><script>"
        "const inner = document.createElement('div');"
        "outer.attachShadow({mode: 'open'}).append(inner);"
        "inner.attachShadow({mode: 'open'}).append(form.content)</script>"
    )
    body = form().split("<body>")[1].split("</body>")[0]
    arrives(walked(way="form", pages={FORM: whole(script.replace("FORM", body))}))


def test_fields_that_come_one_after_the_other(walked: Walk) -> None:
    """Where each field appears some time after the one before it, all are awaited before anything is typed."""
    late = (
        "<script>const rest = [...document.querySelectorAll('form > p')].slice(2);"
        "rest.forEach((part, at) => { part.remove();"
        " setTimeout(() => document.forms[0].append(part), 300 * (at + 1)) })</script>"
    )
    walk = walked(way="form", pages={FORM: form().replace("</form>", f"</form>{late}")})
    arrives(walk)
    assert walk.kinds == ["review", "enter-the-code"]


TYPEAHEAD = (
    "<p><label for=box>Country of residence</label> <input id=box role=combobox autocomplete=off>"
    f"<input type=hidden name={COUNTRY} id=code><div id=list role=listbox hidden></div>"
    "<script>const all = NAMES; box.oninput = () => setTimeout(() => { code.value = '';"
    " list.hidden = false; list.replaceChildren(...all.filter(name => box.value && name.toLowerCase()"
    ".startsWith(box.value.toLowerCase())).map(name => { const option = document.createElement('div');"
    " option.role = 'option'; option.textContent = name; option.onclick = () => { box.value = name; list.hidden = true;"
    " code.value = name.slice(0, 2).toUpperCase() }; return option })) }, 150)</script>"
)


def test_a_typeahead_that_shows_nothing_until_typed(walked: Walk) -> None:
    """In a list that shows its entries late, and only for what is typed, the country is typed and then chosen."""
    arrives(walked(way="form", pages={FORM: form(country=TYPEAHEAD.replace("NAMES", str(list(COUNTRIES))))}))


def test_a_typeahead_without_the_country(walked: Walk) -> None:
    """Where what is typed brings no entry, the person is asked, and nothing is sent."""
    names = ["Austria", "Ireland", "Germantown"]
    page = form(country=TYPEAHEAD.replace("NAMES", str(names)))
    walk = walked(way="form", pages={FORM: page}, patience=SHORT)
    nothing_arrives(walk)
    assert walk.kinds == ["cannot-act"]


LABELS = {
    "own": ("Deutschland", "en", "DE", "GE"),
    "both": ("Germany (Deutschland)", "en", "DE", "GE"),
    "both the other way": ("Deutschland / Germany", "en", "DE", "GE"),
    "capitals": ("GERMANY", "en", "DE", "GE"),
    "flag": ("🇩🇪 Germany", "en", "DE", "GE"),
    "long": ("Federal Republic of Germany", "en", "DE", "GE"),
    "german page": ("Deutschland", "de", "DE", "GE"),
    "french page": ("Allemagne", "fr", "DE", "GE"),
}


@pytest.mark.parametrize(("label", "language", "country", "value"), LABELS.values(), ids=LABELS)
def test_a_country_by_any_of_its_names(walked: Walk, label: str, language: str, country: str, value: str) -> None:
    """The person's country is chosen by whichever name the list has for it."""
    page = form(country=PARTS["country"].replace(">Germany<", f">{label}<"), language=language)
    walk = walked(way="form", pages={FORM: page}, values={"country": country})
    arrives(walk, country=value, impact=make_reason(country, language, ""))


def test_a_country_by_its_code_only(walked: Walk) -> None:
    """In a list of countries whose label for one is strange, its code as the value tells it."""
    names = "".join(
        f"<option value={code}>{name}" for code, name in (("AT", "Austria"), ("IE", "Ireland"), ("FR", "France"))
    )
    field = (
        f"<p><label>Country of residence <select name={COUNTRY}><option>-{names}<option value=DE>de_DE</select></label>"
    )
    arrives(walked(way="form", pages={FORM: form(country=field)}), country="DE")


COUNTRY_TROUBLE = {
    "missing": PARTS["country"].replace("Germany", "Gabon"),
    "twice": PARTS["country"].replace("Austria", "Germany"),
}


@pytest.mark.promise(3)
@pytest.mark.parametrize("field", COUNTRY_TROUBLE.values(), ids=COUNTRY_TROUBLE)
def test_a_country_that_is_not_there_or_twice(walked: Walk, field: str) -> None:
    """Where no entry, or two of them, are the country, none is taken: the person is asked, and nothing is sent."""
    walk = walked(way="form", pages={FORM: form(country=field)}, patience=SHORT)
    nothing_arrives(walk)
    assert walk.kinds in (["cannot-act"], ["country-missing"])


def test_what_a_field_held_is_replaced(walked: Walk) -> None:
    """An address that the page has filled in already gives way to the person's own."""
    email = PARTS["email"].replace("type=email", "type=email value='somebody.else@example.net'")
    arrives(walked(way="form", pages={FORM: form(email=email)}))


def test_a_value_that_the_page_takes_away(walked: Walk) -> None:
    """Where the page empties a field after it was filled, it is put right before anything is reviewed and sent."""
    empties = "<script>let once; document.querySelector('textarea').onblur = () => { if (!once) setTimeout(() => {"
    empties += " once = 1; document.querySelector('input').value = '' }, 0) }</script>"
    walk = walked(way="form", pages={FORM: form(more=empties)})
    arrives(walk)


EATS = {
    "too short": PARTS["email"].replace("type=email", "maxlength=8"),
    "emptied": PARTS["email"].replace("type=email", "oninput=\"this.value = ''\""),
    "read only": PARTS["email"].replace("type=email", "readonly"),
}


@pytest.mark.promise(3)
@pytest.mark.parametrize("email", EATS.values(), ids=EATS)
def test_a_field_that_does_not_take_the_value(walked: Walk, email: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a field does not keep what is typed, the person is asked, and nothing is sent."""
    monkeypatch.setattr("walkout.browser.window.ACT_MS", 500)
    walk = walked(way="form", pages={FORM: form(email=email)}, patience=SHORT)
    nothing_arrives(walk)
    assert walk.kinds == ["cannot-act"]
    assert STAND_INS["email"] not in walk.pauses[0].title


@pytest.mark.promise(1)
def test_a_click_that_would_send_is_refused(walked: Walk) -> None:
    """Where a flow takes the sending button for a plain click, by other words, that click is not made."""
    file = load_flow(find_flow("meta/facebook"))
    walk = walked(type(file)(_mislabelled(file.flow), file.path, file.sha256), way="form", patience=SHORT)
    assert [event.data["step"] for event in walk.told("step-done")] == ["choose", "fill", "fill"]
    nothing_arrives(walk)
    assert walk.kinds == ["cannot-act"]
    assert "would send the form" in walk.pauses[0].title


def _mislabelled(flow: Flow) -> Flow:
    """The flow with a click, by literal words, in place of the sending step."""
    page = flow.page("form")
    assert isinstance(page, PageOfSteps)
    assert isinstance(page.steps[-1], SendStep)
    click = ClickStep.model_validate({"click": {"button": Words(words=("Submit",))}})
    changed = page.model_copy(update={"steps": (*page.steps[:-1], click)})
    return flow.model_copy(update={"pages": tuple(changed if one.page == "form" else one for one in flow.pages)})


HONEYPOTS = (
    "<div style='position: absolute; left: -9999px'><label>Email address <input name=trap1></label></div>"
    "<div style='opacity: 0; height: 0; overflow: hidden'><label>Email address <input name=trap2></label></div>"
    "<div hidden><label>Tell us how this processing impacts you <textarea name=trap3></textarea></label></div>"
    "<div aria-hidden=true><label>Country of residence <input name=trap4></label></div>"
)


@pytest.mark.promise(2)
def test_fields_laid_out_as_traps_stay_empty(walked: Walk) -> None:
    """Fields that only a program sees get nothing, and do not make the right ones doubtful."""
    walk = walked(way="form", pages={FORM: form(more=HONEYPOTS)})
    arrives(walk)
    assert {name: value for name, value in walk.requests[0].items() if name.startswith("trap")} == {
        "trap1": "",
        "trap2": "",
        "trap3": "",
        "trap4": "",
    }


def test_the_look_alike_fields_of_a_longer_form_stay_empty(walked: Walk) -> None:
    """A search, a field for a friend's address and one for other information are left alone."""
    more = (
        "<p><label>Friend's email address <input name=friend></label><p><label>Any other information "
        "<textarea name=other></textarea></label><p><label>Search <input type=search name=q></label>"
    )
    walk = walked(way="form", pages={FORM: form(more=more)})
    arrives(walk)
    assert {walk.requests[0][name] for name in ("friend", "other", "q")} == {""}
