"""A request and the state in; a page, a redirect or a wish out."""

import binascii
import hmac
import re
from base64 import b64decode
from collections.abc import Callable

from walkout.errors import BadProfileError
from walkout.flow.asks import checked_answer
from walkout.flow.choosing import fit_of
from walkout.flow.steps import ValueName
from walkout.home import drawing
from walkout.home.asked import (
    ORIGIN,
    AddPicture,
    AddPrompt,
    Forget,
    Leave,
    Redirect,
    Refused,
    RemoveEvidence,
    Reply,
    Request,
    SaveProfile,
    Settle,
    Start,
    Trust,
    Unlock,
)
from walkout.home.offering import lacks_evidence, missing_values
from walkout.home.profile_form import form_of, read_form
from walkout.home.state import Offer, State
from walkout.words.speech import _, spoken_language

FLOW = r"[a-z0-9-]+/[a-z0-9-]+"
WALK = r"[0-9a-f]{32}"


def respond(request: Request, state: State) -> Reply:
    """What to do with one request. Only what the main frame asks for is answered, and a form only with the token."""
    if not request.top:
        return Refused()
    if request.method == "GET":
        return _first(SHOWN, request, state) or drawing.lost(state)
    if request.method == "POST" and _is_ours(request, state):
        return _first(SENT, request, state) or drawing.lost(state)
    return Refused()


def _is_ours(request: Request, state: State) -> bool:
    """Whether a form comes from a page that was drawn in this session."""
    token = request.form.get("token", ("",))[0]
    return request.origin == ORIGIN and hmac.compare_digest(token.encode(), state.token.encode())


Handler = Callable[[Request, State, str], Reply | None]


def _first(routes: dict[str, Handler], request: Request, state: State) -> Reply | None:
    for pattern, handler in routes.items():
        found = re.fullmatch(pattern, request.path)
        if found:
            return handler(request, state, found[1] if found.groups() else "")
    return None


# --- pages ---


def _home(_request: Request, state: State, _path: str) -> Reply:
    return drawing.home(state)


def _you(_request: Request, state: State, flow: str) -> Reply:
    if state.place.locked:
        return drawing.unlock(state, back_to=_you_path(flow))
    return drawing.you(state, form_of(state.profile, spoken_language()), flow)


def _unlock_page(_request: Request, state: State, _path: str) -> Reply:
    return drawing.unlock(state) if state.place.locked else Redirect("/")


def _flow(_request: Request, state: State, key: str) -> Reply | None:
    offer = state.offer(key)
    return drawing.flow(state, offer) if offer else None


def _evidence(_request: Request, state: State, _path: str) -> Reply:
    if state.place.locked:
        return drawing.unlock(state, back_to="/evidence")
    return drawing.evidence(state)


def _kept(_request: Request, state: State, _path: str) -> Reply:
    return drawing.kept(state)


def _walk(_request: Request, state: State, walk_id: str) -> Reply | None:
    walk = state.walk(walk_id)
    return drawing.request(state, walk) if walk else None


def _receipt(_request: Request, state: State, walk_id: str) -> Reply | None:
    walk = state.walk(walk_id)
    html = state.receipt(walk) if walk else None
    return drawing.receipt(html) if html else None


def _away(_request: Request, _state: State, _path: str) -> Reply | None:
    return Redirect("/")


SHOWN: dict[str, Handler] = {
    "/": _home,
    "/you": _you,
    rf"/you/for/({FLOW})": _you,
    "/unlock": _unlock_page,
    rf"/flow/({FLOW})": _flow,
    "/evidence": _evidence,
    "/kept": _kept,
    rf"/request/({WALK})": _walk,
    rf"/receipt/({WALK})": _receipt,
    # A form's address, loaded again by hand.
    "/(?:start|answers|trust|settle|leave|forget|preview|evidence/.*)": _away,
}


# --- forms ---


def _save(request: Request, state: State, flow: str) -> Reply:
    form = read_form(request, new_file=state.place.kind == "file" and not state.place.kept)
    if form.errors or request.text("do") == "preview":
        return drawing.you(state, form, flow, preview=True)
    return SaveProfile(form.to_keep, form.passphrase, back_to=f"/flow/{flow}" if flow else "/")


def _unlock(request: Request, _state: State, _path: str) -> Reply:
    back_to = request.text("back_to")
    known = any(re.fullmatch(pattern, back_to) for pattern in SHOWN)
    return Unlock(request.form.get("passphrase", ("",))[0], back_to if known else "/")


def _start(request: Request, state: State, _path: str) -> Reply | None:
    offer = state.offer(request.text("flow"))
    if offer is None:
        return None
    if not offer.trusted:
        return drawing.flow(state, offer)
    if request.text("how") == "rehearse":
        return Start(offer.key, "rehearse") if offer.can_rehearse else drawing.flow(state, offer)
    return _walk_wished(request, state, offer)


def _walk_wished(request: Request, state: State, offer: Offer) -> Reply:
    """A real walk: first what it needs, then whether it was sent already."""
    flow = offer.file.flow
    if state.place.locked and flow.needs:
        return drawing.unlock(state, back_to=f"/flow/{offer.key}")
    if missing_values(state, flow):
        return Redirect(_you_path(offer.key))
    if fit_of(flow, state.profile.country) == "elsewhere":
        return drawing.flow(state, offer)
    if lacks_evidence(state, flow):
        return Redirect("/evidence")
    earlier = None if flow.kind == "guide" else state.open_submission(flow.flow)
    if earlier is not None and request.text("again") != "yes":
        return drawing.again(state, offer, earlier)
    return drawing.questions(state, offer) if flow.asks else Start(offer.key, "walk")


def _answered(request: Request, state: State, _path: str) -> Reply | None:
    """The answers to what a flow asks before its walk; they go with the wish, and are kept nowhere."""
    offer = state.offer(request.text("flow"))
    if offer is None or not offer.trusted:
        return None
    answers: dict[ValueName, str] = {}
    errors: dict[str, str] = {}
    for ask in offer.file.flow.asks:
        said = request.text(f"ask-{ask.ask}")
        try:
            if said or not ask.optional:
                answers[ask.ask] = checked_answer(ask, said)
        except BadProfileError as error:
            errors[f"ask-{ask.ask}"] = f"{error.what} {error.remedy}"
    if errors:
        return drawing.questions(state, offer, {name: request.text(name) for name in request.form}, errors)
    return Start(offer.key, "walk", answers)


def _trust(request: Request, state: State, _path: str) -> Reply | None:
    offer = state.offer(request.text("flow"))
    if offer is None or request.text("sha256") != offer.file.sha256:
        return None
    return Trust(offer.key, offer.file.sha256)


def _settle(request: Request, state: State, _path: str) -> Reply | None:
    walk = state.walk(request.text("walk"))
    return Settle(walk.id) if walk else None


def _forget(request: Request, state: State, _path: str) -> Reply:
    """The things to remove are picked on one page, and named once more on the next before they go."""
    names = {one.name for one in state.kept()}
    chosen = tuple(name for name in request.form.get("name", ()) if name in names)
    if request.text("everything"):
        chosen = tuple(sorted(names))
    if not chosen:
        return drawing.kept(state, error=_("Please choose what shall go."))
    return Forget(chosen) if request.text("sure") == "yes" else drawing.sure(state, chosen)


def _add_prompt(request: Request, state: State, _path: str) -> Reply:
    prompt, answer = request.text("prompt"), request.text("answer")
    if not prompt:
        return drawing.evidence(state, error=_("Please write what you asked."), prompt=prompt, answer=answer)
    return AddPrompt(prompt, answer)


def _add_picture(request: Request, state: State, _path: str) -> Reply:
    try:
        content = b64decode(request.text("picture"), validate=True)
    except (binascii.Error, ValueError):
        content = b""
    return AddPicture(content) if content else drawing.evidence(state, picture_error=_("Please choose a picture."))


def _remove_evidence(request: Request, state: State, _path: str) -> Reply | None:
    wanted = request.text("id")
    return RemoveEvidence(wanted) if any(one.id == wanted for one in state.collected()) else None


def _leave(_request: Request, _state: State, _path: str) -> Reply:
    return Leave()


def _you_path(flow: str) -> str:
    return f"/you/for/{flow}" if flow else "/you"


SENT: dict[str, Handler] = {
    "/you": _save,
    rf"/you/for/({FLOW})": _save,
    "/unlock": _unlock,
    "/start": _start,
    "/answers": _answered,
    "/trust": _trust,
    "/settle": _settle,
    "/forget": _forget,
    "/evidence/prompt": _add_prompt,
    "/evidence/picture": _add_picture,
    "/evidence/remove": _remove_evidence,
    "/leave": _leave,
}
