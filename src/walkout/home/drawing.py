"""The pages of the home page, as HTML."""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from walkout.flow.choosing import fit_of
from walkout.flow.touching import touches_of
from walkout.home import naming, telling
from walkout.home.asked import Page, Redirect
from walkout.home.offering import groups, lacks_evidence, missing_values
from walkout.home.profile_form import ProfileForm
from walkout.home.state import Offer, State
from walkout.ledger.walks import Walk
from walkout.words.kept import retold
from walkout.words.speech import _, _n, say_date, say_number, spoken_language

NEWEST = 5  # requests that are shown in full
LEAST_PROMPTS = 100  # characters
BAR = Markup(
    '<nav style="max-width:50rem;margin:0 auto;padding:1rem 1.2rem;font:1rem system-ui,sans-serif">'
    '<a style="color:inherit" href="/">← {}</a></nav>'
)
RECEIPT_CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'"


def home(state: State) -> Page:
    """The first page."""
    again = [walk for walk in state.walks if walk.running or walk.state.maybe_sent or walk.rechecks]
    shown = (again or list(state.walks))[:NEWEST]
    older = [walk for walk in state.walks if walk not in shown]
    return _page("home", state, "/", shown_walks=shown, older_walks=older, groups=groups(state))


def you(state: State, form: ProfileForm, flow: str = "", *, preview: bool = False) -> Page:
    """The form of the person's values. flow: what they are for. preview: nothing was saved."""
    offer = state.offer(flow) if flow else None
    wanted = missing_values(state, offer.file.flow) if offer else []
    action = f"/you/for/{flow}" if offer else "/you"
    return _page(
        "you",
        state,
        "/you",
        form=form,
        for_offer=offer,
        for_missing=naming.listed([naming.value_words(name) for name in wanted]),
        wants_names="first-name" in wanted or "last-name" in wanted,
        action=action,
        countries=naming.countries(),
        languages=naming.languages(),
        preview=preview,
    )


def unlock(state: State, *, back_to: str = "/", error: str = "") -> Page:
    """The question for the passphrase."""
    return _page("unlock", state, "", back_to=back_to, errors={"passphrase": error} if error else {})


def flow(state: State, offer: Offer) -> Page:
    """What one walk will do and need; of a flow from elsewhere, with the question whether to trust it."""
    about = offer.file.flow
    touches = touches_of(about)
    lacking: list[str] = list(missing_values(state, about))
    if lacks_evidence(state, about):
        lacking += ["prompts"]
    into = _("into “{field}”")
    typed = [
        (naming.value_words(one.value), into.format(field=naming.field_words(one.target))) for one in touches.typed
    ]
    return _page(
        "flow",
        state,
        "",
        offer=offer,
        touches=touches,
        typed=list(dict.fromkeys(typed)),
        errands=[naming.errand_words(one) for one in touches.errands],
        needs_list=[(name, naming.value_words(name), name not in lacking) for name in about.needs],
        country=naming.country(state.profile.country or ""),
    )


def again(state: State, offer: Offer, walk: Walk) -> Page:
    """The warning before a second submission."""
    return _page("again", state, "", offer=offer, walk=walk)


def questions(
    state: State, offer: Offer, said: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None
) -> Page:
    """What a flow asks before its walk. said: what was answered, by field; errors: what of it will not do."""
    return _page("questions", state, "", offer=offer, said=said or {}, errors=errors or {})


def request(state: State, walk: Walk) -> Page:
    """One request in full."""
    return _page("request", state, "", walk=walk, changes=state.changes(walk) if walk.rechecks else ())


def receipt(html: str) -> Page:
    """A receipt as it lies on the disk, with a way back."""
    bar = BAR.format(_("Home"))
    return Page(html.replace("<body>", f"<body>{bar}", 1), csp=RECEIPT_CSP)


def evidence(state: State, *, error: str = "", picture_error: str = "", prompt: str = "", answer: str = "") -> Page:
    """What was collected, and the forms to add to it."""
    collected = state.collected()
    total = sum(one.size for one in collected if one.kind == "prompt")
    errors = {name: words for name, words in (("prompt", error), ("picture", picture_error)) if words}
    return _page(
        "evidence",
        state,
        "",
        collected=collected,
        total=total,
        too_short=total < LEAST_PROMPTS,
        errors=errors,
        prompt=prompt,
        answer=answer,
        script=_text("picture.js"),
    )


def kept(state: State, *, error: str = "") -> Page:
    """Everything that is kept on this machine, to choose what shall go."""
    return _page("kept", state, "/kept", things=state.kept(), error=error)


def sure(state: State, names: Sequence[str]) -> Page:
    """The question before something is removed."""
    things = [one for one in state.kept() if one.name in names]
    return _page("sure", state, "/kept", things=things, has_proof=bool({"receipts", "ledger"} & set(names)))


def forward(state: State, to: Redirect) -> Page:
    """A page that leads on by itself, as a redirect cannot be answered by interception."""
    return _said(state, _("One moment"), _("The page goes on by itself."), forward=to.path)


def opening(state: State, title: str, how: str) -> Page:
    """What is shown while the window of a walk opens."""
    sentence = (
        _("A window with stand-in pages opens. Nothing is sent to anybody.")
        if how == "rehearse"
        else _("A window of your own browser opens, and this one comes back afterwards.")
    )
    return _said(state, title, sentence)


def goodbye(state: State) -> Page:
    """What is shown while the window closes."""
    return _said(state, _("See you"), _("This window closes."))


def lost(state: State) -> Page:
    """There is no such page."""
    return _said(
        state, _("There is no such page"), _("It may have been about something that is gone by now."), status=404
    )


def _said(state: State, heading: str, sentence: str, *, forward: str = "", status: int = 200) -> Page:
    more = {"heading": heading, "sentence": sentence, "forward": forward, "way_back": status != 200}
    return _page("said", state, "", status=status, **more)


def _page(name: str, state: State, here: str, *, status: int = 200, **more: Any) -> Page:
    html = (
        _environment()
        .get_template(f"{name}.html.j2")
        .render(
            state=state,
            here=here,
            language=spoken_language(),
            css=_css(),
            place_words=_("the keyring of your system") if state.place.kind == "keyring" else _("an encrypted file"),
            **_helpers(state),
            **more,
        )
    )
    return Page(html, status, _csp())


def _helpers(state: State) -> Mapping[str, Any]:
    """What the templates call, for this state."""

    def title_of(walk: Walk) -> str:
        offer = state.offer_of(walk)
        return _(offer.file.flow.title) if offer else walk.flow

    return {
        "title_of": title_of,
        "when": telling.when,
        "verified": lambda on: say_date(on) if isinstance(on, date) else _("never"),
        "standing": telling.standing,
        "tone": lambda walk: telling.tone_of(walk, state.today),
        "due": lambda walk: telling.due(walk, state.today),
        "to_do": lambda walk: telling.to_do(walk, state.today),
        "may_again": lambda walk: state.offer_of(walk) is not None and telling.may_walk_again(walk, state.today),
        "fits": lambda offer: fit_of(offer.file.flow, state.profile.country),
        "accounts": lambda offer: naming.account_words(offer.file.flow.accounts),
        "needs": lambda offer: naming.listed([naming.value_words(name) for name in offer.file.flow.needs]),
        "earlier": lambda offer: state.open_submission(offer.file.flow.flow),
        "authority": lambda walk: telling.authority(walk, state.today, state.profile.country),
        "retold": retold,
        "capital": lambda words: f"{words[:1].upper()}{words[1:]}",
        "moment": naming.moment,
        "number": say_number,
        "bytes": naming.size,
    }


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("walkout.home"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"_": _, "_n": _n}
    environment.filters["at_slashes"] = _at_slashes
    return environment


def _at_slashes(place: str) -> Markup:
    """An address or a path that a narrow window breaks after a slash rather than within a word."""
    return Markup("/<wbr>").join(re.split(r"(?<![:/])/(?!/)", place))


@cache
def _text(name: str) -> Markup:
    return Markup(files("walkout.home").joinpath("templates", name).read_text("utf-8"))  # noqa: S704 - our own file


@cache
def _css() -> Markup:
    return Markup("\n") + _text("colours.css") + _text("home.css")


@cache
def _csp() -> str:
    """What the pages may load: nothing but the style and the script that stand in them, known by their hashes."""
    style, script = (b64encode(sha256(text.encode()).digest()).decode() for text in (_css(), _text("picture.js")))
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{style}'; script-src 'sha256-{script}'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
