"""Choosing in a list: the native select, the list that is mounted elsewhere, and the one that must be typed into."""

from dataclasses import replace

import pytest

from walkout.errors import CannotActError

LABEL = "Country of residence"


@pytest.fixture
def form(walking, make):
    """A walk that begins at a form whose country is a list of the given kind."""

    def beginning(field, shown=(), *, opens=True, typed=None, **more):
        """field: the country's element. shown: options once it is open. typed: those after something was typed."""
        walk = walking(way="form", **more)
        whole = walk.window.screens["form"]
        others = tuple(one for one in whole.elements if one.name != LABEL)

        def listing(options):
            places = [make.element("option", name, tag="li") for name in options]
            return replace(whole, elements=(field, *others, *places), leads={**whole.leads, **leads})

        def opened(window):
            window.screens["form"] = listing(shown)

        def chosen(name):
            def choose(window):
                window.held[LABEL] = name
                window.screens["form"] = listing(())

            return choose

        leads = {name: chosen(name) for name in (*shown, *(typed or ()))}
        if opens:
            leads[LABEL] = opened
        walk.window.screens["form"] = replace(whole, elements=(field, *others), leads={**whole.leads, **leads})
        if typed is not None:
            walk.window.after_fill = lambda name: (
                walk.window.screens.update(form=listing(typed)) if name == LABEL else None
            )
        return walk

    return beginning


def select(make, *names, **more):
    return make.element("combobox", LABEL, options=make.countries(*names), **more)


def test_a_native_list_is_selected_by_its_number(form, make):
    """In a native select the country is selected, and what the field then holds is its value."""
    walk = form(select(make, "Germany", "Ireland"))
    assert walk.run().name == "submitted"
    assert walk.window.done("select") == [("select", LABEL, "Ireland")]
    assert walk.session.filled["country"].holds == "IR"


@pytest.mark.parametrize("name", ["Irland", "Irlande", "Éire"])
def test_a_country_is_known_by_its_name_in_any_language(form, make, name):
    """The list may name the country in another language than the page says it is in."""
    walk = form(select(make, "Germany", name, "France"))
    assert walk.run().name == "submitted"
    assert walk.window.done("select") == [("select", LABEL, name)]


@pytest.mark.promise(3)
@pytest.mark.parametrize(
    ("names", "kind", "told"),
    [
        (("Germany", "France"), "country-missing", "not in the page's list"),
        (("Ireland", "Germany", "Ireland"), "cannot-act", "2 are your country"),
    ],
)
def test_a_country_that_is_not_there_or_twice_is_asked_about(form, make, names, kind, told):
    """None or two that fit: she is asked, nothing is selected, and the error does not name her country."""
    walk = form(select(make, *names))
    assert walk.run().name == "needs-person"
    (pause,) = walk.person.asked(kind)
    assert told in pause.title
    assert not walk.window.done("select", "click")
    assert "IE" not in pause.title


def test_options_that_are_mounted_elsewhere_are_found(form, make):
    """A combobox is opened by a click, and its option, wherever in the page, is clicked."""
    walk = form(make.element("combobox", LABEL, tag="div"), ("Germany", "Ireland"))
    assert walk.run().name == "submitted"
    assert [entry[1] for entry in walk.window.done("click")][:2] == [LABEL, "Ireland"]
    assert walk.session.filled["country"].holds == "Ireland"


@pytest.mark.promise(3)
def test_options_that_were_there_before_belong_to_another_list(form, make):
    """An option of the same name in a list that was open already is not the one that is meant."""
    walk = form(make.element("combobox", LABEL, tag="div"), ("Germany", "Ireland"), opens=False)
    whole = walk.window.screens["form"]
    walk.window.screens["form"] = replace(
        whole, elements=(*whole.elements, make.element("option", "Ireland", tag="li"))
    )
    assert walk.run().name == "needs-person"
    assert "Ireland" not in [entry[1] for entry in walk.window.done("click")]


def test_a_list_that_comes_late_is_waited_for(form, make):
    """Options that the page fetches first are chosen as soon as they are there."""
    walk = form(make.element("combobox", LABEL, tag="div"), ("Germany", "Ireland"))
    opened = walk.window.screens["form"].leads[LABEL]
    walk.window.screens["form"].leads[LABEL] = lambda window: setattr(window, "due", window.time + 2.0)

    def arrive(call, name):
        if name == "wait" and getattr(walk.window, "due", 1e9) < walk.window.time:
            walk.window.due = 1e9
            opened(walk.window)

    walk.window.before = arrive
    assert walk.run().name == "submitted"
    assert walk.window.time > 2


def test_a_list_that_must_be_typed_into_gets_the_countrys_name(form, make):
    """A typeahead that shows nothing at first is typed into, in the page's language, and its option is clicked."""
    field = make.element("combobox", LABEL, tag="input")
    walk = form(field, ("Albania", "Andorra"), typed=("Ireland",))
    assert walk.run().name == "submitted"
    assert ("fill", LABEL, "Ireland") in walk.log
    assert ("click", "Ireland") in walk.log


@pytest.mark.promise(3)
def test_of_two_that_fit_in_an_open_list_none_is_clicked(form, make):
    """The list is closed again, and she is asked."""
    walk = form(make.element("combobox", LABEL, tag="div"), ("Ireland", "France", "Ireland"))
    assert walk.run().name == "needs-person"
    assert ("escape",) in walk.log
    assert ("click", "Ireland") not in walk.log


def test_a_list_that_never_opens_is_asked_about_in_time(form, make):
    """Patience has an end: a list that shows nothing is a question to her."""
    walk = form(make.element("combobox", LABEL, tag="div"), (), opens=False)
    assert walk.run().name == "needs-person"
    assert walk.person.asked("cannot-act")
    assert walk.window.time < 60


def test_an_option_that_changes_under_the_click_is_looked_for_again(form, make):
    """When the list is drawn anew under the click, it is closed and opened once more, and the option clicked."""
    walk = form(make.element("combobox", LABEL, tag="div"), ("Germany", "Ireland"))
    closed = walk.window.screens["form"]
    walk.window.after_escape = lambda: walk.window.screens.update(form=closed)
    failed = []

    def fail(call, name):
        if name == "click" and walk.log[-1] == ("click", LABEL) and not failed:
            failed.append(call)
            raise CannotActError("the option has changed")

    walk.window.before = fail
    assert walk.run().name == "submitted"
    assert [entry[1] for entry in walk.window.done("click")][:3] == [LABEL, LABEL, "Ireland"]
    assert not walk.person.asked("cannot-act")
