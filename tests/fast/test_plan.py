"""A plan: a flow with the person's values, and nothing left open."""

import pytest

from walkout.errors import BadProfileError, BadUsageError
from walkout.flow.plan import make_plan


@pytest.mark.parametrize("name", ["country", "email", "reason"])
@pytest.mark.parametrize("value", [None, "", "   "])
def test_a_missing_value_is_told_before_anything_opens(facebook_flow, make, name, value):
    """Each value that the flow needs must be there and not blank; the error names it and shows no other."""
    values = {key: kept for key, kept in make.values.items() if key != name}
    if value is not None:
        values[name] = value
    with pytest.raises(BadProfileError) as error:
        make_plan(facebook_flow, values)
    assert name in error.value.what
    assert "walkout profile set" in error.value.remedy
    assert not any(kept in str(error.value) for kept in values.values() if kept.strip())


def test_a_way_that_is_not_known_is_told_with_those_that_are(facebook_flow, make):
    """A wrong way in names the right ones."""
    with pytest.raises(BadUsageError) as error:
        make_plan(facebook_flow, make.values, "back-door")
    assert "'back-door'" in error.value.what
    assert "notification, policy" in error.value.remedy


def test_one_way_or_all_in_order(facebook_flow, make):
    """Without a wish all ways in are tried in the flow's order, with one only that."""
    assert [way.way for way in make_plan(facebook_flow, make.values).ways] == [
        way.way for way in facebook_flow.flow.ways
    ]
    assert [way.way for way in make_plan(facebook_flow, make.values, "policy").ways] == ["policy"]


@pytest.mark.promise(6)
def test_a_plan_holds_only_what_the_flow_needs_and_never_shows_it(facebook_flow, make):
    """A value that the flow does not need is not taken along, and none stands in the plan's text."""
    plan = make_plan(facebook_flow, {**make.values, "phone": "+353 1 234 5678"})
    assert set(plan.values) == set(make.values)
    assert not any(value in repr(plan) for name, value in make.values.items() if name != "country")


def test_a_changed_value_makes_another_plan(facebook_flow, make):
    """A change is a new plan; the old one stays as it was."""
    plan = make_plan(facebook_flow, make.values)
    changed = plan.with_value("email", "other@example.org")
    assert changed.values["email"] == "other@example.org"
    assert plan.values["email"] == make.values["email"]
    assert changed.flow is plan.flow


def test_a_made_reason_changes_with_the_country_and_her_own_does_not(facebook_flow, make):
    """A reason from the template names the law of her country; what she has written herself is left alone."""
    made = make_plan(facebook_flow, make.values, reason_for=lambda country, language: f"made for {country}")
    assert made.with_value("country", "FR").values["reason"] == "made for FR"
    hers = made.with_value("reason", "my own words").with_value("country", "FR")
    assert hers.values["reason"] == "my own words"
    assert make_plan(facebook_flow, make.values).with_value("country", "FR").values["reason"] == make.values["reason"]
