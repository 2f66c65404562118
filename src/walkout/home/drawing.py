"""The pages of the home page, as HTML."""

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
from walkout.flow.targets import describe
from walkout.flow.touching import touches_of
from walkout.home import telling
from walkout.home.asked import Page, Redirect
from walkout.home.profile_form import ProfileForm
from walkout.home.speech import _, ngettext
from walkout.home.state import Offer, State
from walkout.ledger.walks import Walk

NEWEST = 5  # requests that are shown in full
LEAST_PROMPTS = 100  # characters
RECEIPT_CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'"


def home(state: State) -> Page:
    """The first page."""
    again = [walk for walk in state.walks if walk.running or walk.state.maybe_sent or walk.rechecks]
    shown = (again or list(state.walks))[:NEWEST]
    older = [walk for walk in state.walks if walk not in shown]
    return _page("home", state, "/", shown_walks=shown, older_walks=older, groups=telling.groups(state))


def you(state: State, form: ProfileForm, flow: str = "", *, preview: bool = False) -> Page:
    """The form of the person's values. flow: what they are for. preview: nothing was saved, only the reason is shown."""
    offer = state.offer(flow) if flow else None
    wanted = telling.missing_values(state, offer.file.flow) if offer else []
    action = f"/you/for/{flow}" if offer else "/you"
    return _page(
        "you",
        state,
        "/you",
        form=form,
        for_offer=offer,
        for_missing=_listed([telling.value_words(name) for name in wanted]),
        wants_names="first-name" in wanted or "last-name" in wanted,
        action=action,
        countries=telling.countries(state.language),
        languages=telling.languages(),
        preview=preview,
    )


def unlock(state: State, *, back_to: str = "/", error: str = "") -> Page:
    """The question for the passphrase."""
    return _page("unlock", state, "", back_to=back_to, errors={"passphrase": error} if error else {})


def flow(state: State, offer: Offer) -> Page:
    """What one walk will do and need; of a flow from elsewhere, with the question whether to trust it."""
    about = offer.file.flow
    touches = touches_of(about)
    lacking: list[str] = list(telling.missing_values(state, about))
    if telling.lacks_evidence(state, about):
        lacking += ["prompts"]
    typed = [
        (telling.value_words(one.value), _("into %(field)s, on the page %(page)s") % _named(one.target, one.page))
        for one in touches.typed
    ]
    return _page(
        "flow",
        state,
        "",
        offer=offer,
        touches=touches,
        typed=typed,
        errands=[telling.errand_words(one) for one in touches.errands],
        needs_list=[(name, telling.value_words(name), name not in lacking) for name in about.needs],
        country=telling.country(state.profile.country or "", state.language),
    )


def again(state: State, offer: Offer, walk: Walk) -> Page:
    """The warning before a second submission."""
    return _page("again", state, "", offer=offer, walk=walk)


def request(state: State, walk: Walk) -> Page:
    """One request in full."""
    return _page("request", state, "", walk=walk, changes=state.changes(walk) if walk.rechecks else ())


def receipt(state: State, html: str) -> Page:
    """A receipt as it lies on the disk, with a way back."""
    bar = Markup('<p style="max-width:50rem;margin:0 auto 1rem;font:1rem system-ui,sans-serif"><a style="color:inherit" href="/">← {}</a></p>')
    return Page(html.replace("<body>", f"<body>{bar.format(_('Home'))}", 1), csp=RECEIPT_CSP)


def evidence(
    state: State, *, error: str = "", picture_error: str = "", prompt: str = "", answer: str = ""
) -> Page:
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
    return _said(state, _("There is no such page"), _("It may have been about something that is gone by now."), status=404)


def _said(state: State, heading: str, sentence: str, *, forward: str = "", status: int = 200) -> Page:
    more = {"heading": heading, "sentence": sentence, "forward": forward, "way_back": status != 200}
    return _page("said", state, "", status=status, **more)


def _page(name: str, state: State, here: str, *, status: int = 200, **more: Any) -> Page:
    html = _environment().get_template(f"{name}.html.j2").render(
        state=state,
        here=here,
        language=state.language,
        css=_css(),
        place_words=_("the keyring of your system") if state.place.kind == "keyring" else _("an encrypted file"),
        **_helpers(state),
        **more,
    )
    return Page(html, status, _csp())


def _helpers(state: State) -> Mapping[str, Any]:
    """What the templates call, for this state."""

    def title_of(walk: Walk) -> str:
        offer = state.offer_of(walk)
        return offer.file.flow.title if offer else walk.flow

    def when(walk: Walk) -> str:
        if walk.sent_at is None:
            return _("Begun on %(day)s.") % {"day": telling.day(walk.begun_at.astimezone().date(), state.language)}
        day = {"day": telling.day(walk.sent_at.astimezone().date(), state.language)}
        return (_("Perhaps sent on %(day)s.") if walk.state == "sending" else _("Sent on %(day)s.")) % day

    def verified(on: date | str) -> str:
        return telling.day(on, state.language) if isinstance(on, date) else _("never")

    return {
        "title_of": title_of,
        "when": when,
        "verified": verified,
        "standing": telling.standing,
        "tone": lambda walk: telling.tone_of(walk, state.today),
        "due": lambda walk: telling.due(walk, state.today, state.language),
        "to_do": lambda walk: telling.to_do(walk, state.today),
        "may_again": lambda walk: state.offer_of(walk) is not None and telling.may_walk_again(walk, state.today),
        "fits": lambda offer: fit_of(offer.file.flow, state.profile.country),
        "accounts": lambda offer: telling.account_words(offer.file.flow.accounts),
        "needs": lambda offer: _listed([telling.value_words(name) for name in offer.file.flow.needs]),
        "moment": lambda value: telling.moment(value, state.language),
        "number": lambda value: telling.number(value, state.language),
        "bytes": lambda value: telling.size(value, state.language),
    }


def _listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence."""
    return ", ".join(words)


def _named(target: Any, page: str) -> dict[str, str]:
    return {"field": describe(target), "page": page}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("walkout.home"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]
    return environment


@cache
def _text(name: str) -> Markup:
    return Markup(files("walkout.home").joinpath("templates", name).read_text("utf-8"))


@cache
def _css() -> Markup:
    return Markup("\n") + _text("colours.css") + _text("home.css")


@cache
def _csp() -> str:
    """What the pages may load: nothing but the style and the script that stand in them, known by their hashes."""
    style, script = (b64encode(sha256(text.encode()).digest()).decode() for text in (_css(), _text("picture.js")))
    return (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
