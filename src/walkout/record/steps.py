"""What each act of one page becomes: a step of the flow, something that the page is known by, or nothing, and why."""

from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import TypeAdapter

from walkout.flow.lint import OF_THE_PERSON
from walkout.flow.steps import SendStep, Step, ValueName, is_built_in, target_of
from walkout.flow.targets import ButtonTarget, FieldTarget, Role, Target, concept_in, describe, meaning_of
from walkout.record.cutting import GIVES, Stretch, means_submit, searches
from walkout.record.imported import Act
from walkout.record.meaning import VALUES, Company, concept_of, is_search, target_of_element
from walkout.record.questions import Questions
from walkout.record.report import Report
from walkout.view import Element

ACTED_ON: dict[str, Role] = {"": "button", "button": "button", "tab": "button", "img": "button", "link": "link"}
ONWARD = ("next", "back", "close", "menu", "search", "sign-in", "sign-out")
NEVER_PRESSED = ("html", "body", "main", "form", "section", "article", "p")
NO_WORDS = "the recording knows it only by a selector, or by words that may not be written; a flow needs what it says"
BY_HER = "fill it in yourself before you agree to send"
NOT_FOUND, NO_FILE, NOT_ASKED = (
    f"a flow needs words to find it by; {BY_HER}",
    f"walkout keeps no file for it; {BY_HER}",
    f"no flow may ask for it; {BY_HER}",
)
SEND = ButtonTarget(button="submit")
_STEP: TypeAdapter[Step] = TypeAdapter(Step)


@dataclass
class Understood:
    """One page as a recording tells of it.

    seen: what was looked for. fields: all that was filled in. added: stands for a step that the recording has not.
    """

    stretch: Stretch
    steps: list[tuple[Act, Step]] = field(default_factory=list)
    seen: list[tuple[Act, Target]] = field(default_factory=list)
    fields: list[Target] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    added: Act | None = None

    @property
    def sends(self) -> bool:
        return bool(self.steps) and isinstance(self.steps[-1][1], SendStep)

    @property
    def known_by(self) -> tuple[Target, ...]:
        """What the page is known by: what was seen on it, else the fields that are filled in, else what is pressed."""
        said = [target for _, target in self.seen]
        filled = [target_of(step) for _, step in self.steps if isinstance(target_of(step), FieldTarget)]
        first = [target_of(step) for _, step in self.steps[:1]]
        found = [*said[:3], *(filled[:3] or self.fields[:2] or first)]
        return tuple(dict.fromkeys(found))


def person_of(stretch: Stretch, company: Company) -> FieldTarget | None:
    """The field that makes a page the person's: a password, a code, a login name; None where there is none."""
    filled = [act.element for act in stretch.acts if act.kind in GIVES and act.element is not None]
    concepts = [concept_of("field", element, company)[0] for element in filled]
    found = next((name for name in OF_THE_PERSON if name in concepts), "")
    return FieldTarget(field=found) if found else None


def is_address_alone(stretch: Stretch, company: Company) -> bool:
    """Whether nothing but an e-mail address is filled in, as on the first of two pages of a login."""
    filled = [act.element for act in stretch.acts if act.kind in GIVES and act.element is not None]
    return len(filled) == 1 and concept_of("field", filled[0], company)[0] in ("email", "login-name")


def understand(
    stretch: Stretch, company: Company, report: Report, questions: Questions, *, add_send: bool = False
) -> Understood:
    """What is done on a page.

    questions: takes what a field without a known value asks for. add_send: the recording stops before it sends, and
    this is the page to do it.
    """
    page = Understood(stretch)
    acts = [act for act in stretch.acts if act.kind != "see"]
    for act in stretch.acts:
        if act.kind == "see":
            _see(page, act, company, report)
        elif act.kind in GIVES:
            _give(page, act, company, report, questions)
        elif act is acts[-1] and _sends(stretch, act, company):
            _send(page, act, company)
        elif act.kind in ("enter", "submit"):
            why = (
                "it looks something up, which walkout does not do"
                if searches(stretch.acts)
                else "no field is filled in"
            )
            report.leave(act.step, "the Enter key" if act.kind == "enter" else "submit", why)
        else:
            _press(page, act, company, report)
    if add_send and not page.sends and page.fields:
        page.added = Act(acts[-1].step, "click")
        page.steps.append((page.added, SendStep(send=SEND)))
        page.comments.append("The recording stops before it is sent. TODO: check that the button says so.")
    return page


def _see(page: Understood, act: Act, company: Company, report: Report) -> None:
    """What was looked for makes a page known."""
    element = act.element
    role: Role = "heading" if element is not None and element.role == "heading" else "text"
    target = target_of_element(role, element, company) if element is not None else None
    if target is None:
        report.leave(act.step, "something that was looked for", NO_WORDS)
    else:
        page.seen.append((act, target))


def _sends(stretch: Stretch, act: Act, company: Company) -> bool:
    """Whether the last act of a page sends: a button that says so, or one that is pressed after fields are filled."""
    if act.kind == "click" and means_submit(act, company):
        return True
    if not stretch.gives or searches(stretch.acts):
        return False
    if act.kind in ("enter", "submit"):
        return True
    if act.kind != "click" or act.element is None or act.element.role == "link":
        return False
    return concept_of("button", act.element, company)[0] not in ONWARD


def _send(page: Understood, act: Act, company: Company) -> None:
    target = target_of_element("button", act.element, company) if act.element is not None else None
    if target is None:
        how = "with the Enter key" if act.kind == "enter" else "by what the recording has no words for"
        page.comments.append(f"It was sent {how}. TODO: check that the button says so.")
    page.steps.append((act, SendStep(send=target or SEND)))


def _press(page: Understood, act: Act, company: Company, report: Report) -> None:
    element = act.element
    ticks = act.kind == "tick" or (element is not None and not element.role and _answers(element, company))
    verb: Literal["tick", "click"] = "tick" if ticks else "click"
    if element is None or (verb == "click" and (element.role not in ACTED_ON or element.tag in NEVER_PRESSED)):
        report.leave(act.step, verb, "walkout clicks links, buttons and options, and this is none")
        return
    box: Role = "field" if element.role in ("checkbox", "switch") else "option"
    target = target_of_element(box if verb == "tick" else ACTED_ON[element.role], element, company)
    if target is None:
        report.leave(act.step, verb, NO_WORDS)
    elif concept_in(meaning_of(target)) in OF_THE_PERSON:
        report.leave(act.step, verb, "the check that you are a person is yours")
        page.comments.append(f"{act.step}: a check that you are a person; do it in the window before you send.")
    else:
        step = _step({verb: target.model_dump(exclude_none=True)})
        if page.steps and page.steps[-1][1] == step:
            report.leave(act.step, verb, "it is pressed already")
        else:
            page.steps.append((act, step))


def _answers(element: Element, company: Company) -> bool:
    """Whether it is one of the answers to a question, where the recording does not say of what kind."""
    return concept_of("option", element, company)[0] in ("yes", "no")


def _give(page: Understood, act: Act, company: Company, report: Report, questions: Questions) -> None:
    """A value: by the concept of its field, which alone says which of the person's values goes there, or by asking."""
    element = act.element
    if element is None or is_search(element):
        report.leave(act.step, act.kind, "it is a search; begin the way at the page that it finds")
        return
    target = target_of_element("field", element, company)
    concept = concept_in(meaning_of(target)) if target is not None else ""
    if target is not None:
        page.fields.append(target)
    named = describe(target) if target is not None else "a field without words"
    value = _value(act, target, company, questions)
    if value is None or target is None:
        why = NOT_FOUND if target is None else NO_FILE if act.kind == "upload" else NOT_ASKED
        report.leave(act.step, act.kind, f"{named}: {why}")
        page.comments.append(f"{act.step}, left out: {named}; {why}.")
        return
    if any(_is_same_field(target, target_of(step)) for _, step in page.steps):
        report.leave(act.step, act.kind, f"{named} is filled in already")
        return
    if not is_built_in(value):
        keeps = "walkout keeps no value for it; the question"
        page.comments.append(f"{act.step}: {named}: {keeps} {value!r} asks for one.")
        if element.type != "date" and questions.is_date(value):
            page.comments.append("It is typed as YYYY-MM-DD; `typed_as: DD/MM/YYYY` in `asks` says so if otherwise.")
        if not concept and element.tag == "textarea":
            words = target.model_dump()["field"]["words"][0]
            goes = f'- fill: {{field: {{concept: impact, words: ["{words}"]}}, value: reason}}'
            page.comments += ["If it is your reason, this step fills it in (`needs` names it, `asks` does not):", goes]
    listed = value == "country" or (not is_built_in(value) and act.kind == "choose")
    verb = "choose" if listed else "upload" if value == "screenshots" else "fill"
    page.steps.append((act, _given(verb, target, value)))


def _value(act: Act, target: Target | None, company: Company, questions: Questions) -> ValueName | None:
    """The value that goes into a field: one that walkout keeps, or the answer to a question; None where neither may."""
    value = VALUES.get(concept_in(meaning_of(target))) if target is not None else None
    if value is not None:
        return value if (act.kind == "upload") == (value == "screenshots") else None
    if target is None or act.element is None or act.kind == "upload":
        return None
    return questions.named(target, act.element, company.typed)


def _is_same_field(one: Target, other: Target) -> bool:
    """Whether two targets are one field: the linter allows each concept once on a page."""
    concept = concept_in(meaning_of(one))
    return one == other or (bool(concept) and concept == concept_in(meaning_of(other)))


def _given(verb: str, target: Target, value: ValueName) -> Step:
    meaning = target.model_dump(exclude_none=True)["field"]
    return _step({verb: {"field": meaning, "value": value}})


def _step(data: Any) -> Step:
    return _STEP.validate_python(data)
