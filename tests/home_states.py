"""Every state of the home page, with invented values: for the tests that draw them, and for the pictures."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from walkout.drift.wording_shown import left_out_words
from walkout.flow.asks import Ask
from walkout.flow.load import FlowFile, load_flow
from walkout.home import drawing, ended
from walkout.home.asked import ORIGIN, Page, Redirect, Request
from walkout.home.respond import respond
from walkout.home.state import Collected, KeptThing, Offer, Place, Rehearsed, State, TextChange
from walkout.ledger.walks import Recheck, Walk, WalkId
from walkout.ledger.walks import State as Ledgered
from walkout.masking import Masker
from walkout.profile.profile import Profile, make_profile
from walkout.receipt.page import html_page
from walkout.receipt.record import Agreement, Confirmation, Disclosure, FlowFacts, Picture, Record, StepTaken
from walkout.shipped_files import flow_files
from walkout.words.kept import TEXT_CHANGED, retold
from walkout.words.names import in_words
from walkout.words.speech import _

TOKEN = "a-token-of-this-session"
TODAY = date(2026, 12, 3)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
EMAIL = "alexandra.muster@example.org"
SENTENCE = "My pictures show my children, who cannot object themselves."
KEYRING = Place("keyring", "Secret Service, entry profile of walkout", kept=True)
FILE = Place("file", "/home/alexandra/.local/share/walkout/profile.json")
ELSEWHERE = Path(__file__).parent / "fast" / "objection.yaml"


@cache
def offers() -> tuple[Offer, ...]:
    """All shipped flows."""
    return tuple(Offer(load_flow(path), "Meta (Facebook, Instagram)") for path in flow_files())


@cache
def from_elsewhere() -> FlowFile:
    return load_flow(ELSEWHERE)


def profile(**changed: str) -> Profile:
    values = {"country": "DE", "email": EMAIL, "own_sentence": SENTENCE, "language": "de"}
    return make_profile({name: value for name, value in {**values, **changed}.items() if value})


def state(**changed: object) -> State:
    """Someone who has said who she is, and has sent nothing."""
    known = State(TODAY, TOKEN, profile(), KEYRING, offers())
    return replace(known, **changed)  # type: ignore[arg-type]


def nobody(**changed: object) -> State:
    """Someone who is here for the first time."""
    return state(profile=make_profile({}), place=replace(KEYRING, kept=False), **changed)


def walk(number: int, ledgered: Ledgered, *, running: bool = False, sent: bool = True, **changed: object) -> Walk:
    """A walk; the number makes its id."""
    known = Walk(
        id=WalkId(f"{number:032x}"),
        flow="meta/facebook",
        version="v",
        way="policy",
        state=ledgered,
        running=running,
        begun_at=NOON,
        sent_at=NOON + timedelta(minutes=6) if sent else None,
        deadline=date(2026, 12, 21) if sent else None,
        receipt=Path("/receipts/one"),
    )
    return replace(known, **changed)  # type: ignore[arg-type]


RECHECK = Recheck(
    NOON,
    TEXT_CHANGED.format(page="policy", first="2026-11-20", last="2026-12-01", added=14, removed=3),
    date(2026, 11, 20),
)
WALKS = {
    "confirmed": walk(1, Ledgered.CONFIRMED),
    "unconfirmed": walk(2, Ledgered.UNCONFIRMED, flow="meta/instagram"),
    "maybe-sent": walk(3, Ledgered.SENDING),
    "overdue": walk(4, Ledgered.CONFIRMED, deadline=TODAY - timedelta(days=1)),
    "no-answer": walk(5, Ledgered.UNCONFIRMED, deadline=TODAY - timedelta(days=9)),
    "due-today": walk(6, Ledgered.CONFIRMED, deadline=TODAY),
    "recheck": walk(7, Ledgered.CONFIRMED, rechecks=(RECHECK,)),
    "refused": walk(8, Ledgered.REFUSED, note="We're unable to process your request"),
    "stopped": walk(9, Ledgered.STOPPED, sent=False, note="you stopped the walk"),
    "broken-off": walk(10, Ledgered.BEGUN, sent=False),
    "running": walk(11, Ledgered.BEGUN, sent=False, running=True),
    "of-an-unknown-flow": walk(12, Ledgered.CONFIRMED, flow="other/gone"),
}
COLLECTED = (
    Collected("a1", "prompt", 84, NOON),
    Collected("b2", "screenshot", 482_133, NOON + timedelta(days=1)),
)


def kept() -> tuple[KeptThing, ...]:
    """What lies on the computer, as the folder below would be listed."""
    folder = "/home/a/.local/share/walkout"
    return (
        KeptThing("profile", _("your values ({title})", title=_("system keyring")), KEYRING.where, None),
        KeptThing(
            "browser/meta",
            _("browser folder for {name}, with its login", name="meta"),
            f"{folder}/browser/meta",
            41_234_567,
        ),
        KeptThing(
            "ledger",
            _("ledger: which requests went out when, and deadlines"),
            f"{folder}/ledger.sqlite3",
            24_576,
        ),
        KeptThing("receipts", _("receipts of your walks: your proof"), f"{folder}/receipts", 912_331),
    )


def changes(_walk: Walk) -> tuple[TextChange, ...]:
    return (
        TextChange(
            retold(RECHECK.reason),
            "<p>We use your information to <del>show</del> <ins>train</ins> our products.</p>"
            f'<p class="left-out">… {left_out_words(12)} …</p>',
        ),
    )


def record(**changed: object) -> Record:
    """The receipt of a walk that went well."""
    facts = offers()[2].file.flow
    known = Record(
        dry_run=False,
        counts_as_submission=True,
        walk="1" * 32,
        flow=FlowFacts(
            flow=facts.flow,
            title=facts.title,
            right=facts.right,
            version_hash="ab" * 32,
            service_title="Meta (Facebook, Instagram)",
            origins=facts.origins,
        ),
        begun_at=NOON,
        ended_at=NOON + timedelta(minutes=9),
        outcome="submitted",
        confirmation=Confirmation(
            at=NOON, text="We've received your request.", address="https://www.facebook.com/help"
        ),
        next=_(facts.next),
        deadline=date(2026, 12, 21),
        agreed=[Agreement(at=NOON, to="https://www.facebook.com")],
        disclosed=[
            _disclosed("Country of residence", "country", "D•••"),
            _disclosed("Email address", "email", "a•••@e••••••.org"),
            _disclosed("Please tell us how this impacts you.", "reason", Masker({"reason": "." * 651}).hint("reason")),
        ],
        steps=[
            StepTaken(at=NOON, page="notice", text=_("followed the link “{name}”", name="right to object")),
            StepTaken(
                at=NOON + timedelta(minutes=1),
                page="form",
                text=_("typed your {value} into “{name}”", value=in_words("email"), name="Email address"),
            ),
        ],
        pictures=[Picture(at=NOON, file="data:image/gif;base64,R0lGODlhAQABAAAAACw=", name="form", sha256="cd" * 32)],
    )
    return replace(known, **changed)  # type: ignore[arg-type]


def _disclosed(field: str, value: str, hint: str) -> Disclosure:
    return Disclosure(at=NOON, field=field, value=value, hint=hint, origin="https://www.facebook.com")


def receipt_html(**changed: object) -> str:
    return html_page(record(**changed), None)


RECEIPTS: dict[str, Callable[[], str]] = {
    "receipt-rehearsed": lambda: receipt_html(dry_run=True, outcome="rehearsal-submitted", counts_as_submission=False),
    "receipt-unconfirmed": lambda: receipt_html(
        outcome="unconfirmed", confirmation=None, problems=[_("The window was closed before a picture was taken.")]
    ),
    "receipt-refused": lambda: receipt_html(outcome="refused", deadline=None, agreed=[], disclosed=[], pictures=[]),
    "receipt-not-finished": lambda: receipt_html(
        outcome="", ended_at=None, confirmation=None, next="", deadline=None, agreed=[], disclosed=[], pictures=[]
    ),
}


def shown(path: str, known: State) -> Page:
    """A page as the window asks for it."""
    answer = respond(Request("GET", path), known)
    assert isinstance(answer, Page), f"{path} is answered by {answer}"
    return answer


def sent(path: str, known: State, **form: str) -> object:
    """The answer to a form with the token of the session."""
    fields = {name: (value,) for name, value in {"token": TOKEN, **form}.items()}
    return respond(Request("POST", path, fields, origin=ORIGIN), known)


def page_after(path: str, known: State, **form: str) -> Page:
    """The page that a form leads to."""
    answer = sent(path, known, **form)
    assert isinstance(answer, Page), f"{path} is answered by {answer}"
    return answer


def form(**changed: str) -> dict[str, str]:
    return {"country": "DE", "email": EMAIL, "own_sentence": SENTENCE, "language": "de", **changed}


def with_walks(*names: str, **changed: object) -> State:
    return state(walks=tuple(WALKS[name] for name in names), **changed)


def rehearsed(good: bool) -> tuple[Offer, ...]:
    how = Rehearsed(good, "the page asked for something", NOON)
    return tuple(replace(one, rehearsed=how if one.key == "meta/facebook" else None) for one in offers())


def stranger() -> State:
    """A flow that did not come with walkout."""
    return state(offers=(*offers(), Offer(from_elsewhere(), "example", trusted=False, can_rehearse=False)))


def locked() -> State:
    """Her values lie in a file whose passphrase she has not typed yet."""
    return state(profile=make_profile({}), place=replace(FILE, kept=True, locked=True))


def curious() -> State:
    """A flow that asks something before its walk."""
    asks = (
        Ask.model_validate({"ask": "name-of-account", "question": "What is your account called?"}),
        Ask.model_validate({"ask": "day", "question": "Since when do you have it?", "kind": "date"}),
        Ask.model_validate(
            {"ask": "kind", "question": "For whom is it?", "kind": "choice", "choices": ["Me", "A club"]}
        ),
        Ask.model_validate({"ask": "more", "question": "What else?", "kind": "long-text", "optional": True}),
    )
    file = from_elsewhere()
    asking = replace(file, flow=file.flow.model_copy(update={"asks": asks}))
    return state(offers=(*offers(), Offer(asking, "example", trusted=True, can_rehearse=False)))


def _with_error() -> State:
    what = _("another walk of this service is running, and the two would share one browser profile")
    return state(notice=ended.could_not(what, _("Finish or stop the other walk first, then start again.")))


def done() -> State:
    """She comes back from a walk that went well."""
    receipt = "/receipt/" + "0" * 31 + "1"
    return with_walks("confirmed", notice=ended.walked("submitted", "", receipt, date(2026, 12, 21)))


US = {"profile": profile(country="US", own_sentence=""), "place": KEYRING}
NAMED = {"profile": profile(country="US", first_name="Alexandra", last_name="Muster")}

STATES: dict[str, Callable[[], Page]] = {
    "first-visit": lambda: shown("/", nobody()),
    "ready": lambda: shown("/", state()),
    "ready-elsewhere": lambda: shown("/", state(**US)),
    "locked": lambda: shown("/", locked()),
    "rehearsed": lambda: shown("/", state(offers=rehearsed(True), notice=ended.rehearsed(True, ""))),
    "rehearsal-broken-off": lambda: shown("/", state(offers=rehearsed(False))),
    "done": lambda: shown("/", done()),
    "requests": lambda: shown("/", with_walks("recheck", "unconfirmed", "overdue", "refused", "stopped")),
    "requests-that-hang": lambda: shown(
        "/", with_walks("running", "maybe-sent", "no-answer", "due-today", "of-an-unknown-flow")
    ),
    "requests-not-sent": lambda: shown("/", with_walks("stopped", "broken-off")),
    "could-not-start": lambda: shown("/", _with_error()),
    "you": lambda: shown("/you", nobody()),
    "you-without-keyring": lambda: shown("/you", state(profile=make_profile({}), place=FILE)),
    "you-with-errors": lambda: page_after(
        "/you",
        state(profile=make_profile({}), place=FILE),
        country="",
        email="alexandra",
        language="de",
        passphrase="short",
    ),
    "you-preview": lambda: page_after("/you", nobody(), **form(do="preview")),
    "you-kept": lambda: shown("/you", state(profile=profile(reason="These are my very own words, and they stay."))),
    "you-for-a-walk": lambda: shown("/you/for/meta/third-party", state(**US)),
    "unlock": lambda: shown("/unlock", locked()),
    "unlock-failed": lambda: drawing.unlock(locked(), error=_("This passphrase does not open the file.")),
    "flow": lambda: shown("/flow/meta/facebook", state()),
    "flow-guide": lambda: shown("/flow/meta/instagram-private", state()),
    "flow-with-needs": lambda: shown("/flow/meta/third-party", state(**US)),
    "flow-elsewhere": lambda: shown("/flow/meta/facebook", state(**US)),
    "flow-from-elsewhere": lambda: shown(f"/flow/{stranger().offers[-1].key}", stranger()),
    "with-a-flow-from-elsewhere": lambda: shown("/", stranger()),
    "questions": lambda: page_after("/start", curious(), flow=curious().offers[-1].key, how="walk"),
    "questions-with-errors": lambda: page_after(
        "/answers", curious(), **{"flow": curious().offers[-1].key, "ask-name-of-account": "Mine", "ask-day": "today"}
    ),
    "flow-that-asks": lambda: shown(f"/flow/{curious().offers[-1].key}", curious()),
    "again": lambda: page_after("/start", with_walks("confirmed"), flow="meta/facebook", how="walk"),
    "request": lambda: shown(f"/request/{WALKS['confirmed'].id}", with_walks("confirmed")),
    "request-changed": lambda: shown(f"/request/{WALKS['recheck'].id}", with_walks("recheck", changes=changes)),
    "request-refused": lambda: shown(f"/request/{WALKS['refused'].id}", with_walks("refused")),
    "receipt": lambda: shown(
        f"/receipt/{WALKS['confirmed'].id}", with_walks("confirmed", receipt=lambda _walk: receipt_html())
    ),
    "evidence-too-early": lambda: shown("/evidence", nobody()),
    "evidence-none": lambda: shown("/evidence", state(**NAMED)),
    "evidence": lambda: shown("/evidence", state(**NAMED, collected=lambda: COLLECTED)),
    "evidence-with-errors": lambda: page_after(
        "/evidence/prompt", state(**NAMED, collected=lambda: COLLECTED), answer="An answer"
    ),
    "kept": lambda: shown("/kept", state(kept=kept)),
    "kept-nothing": lambda: shown("/kept", nobody()),
    "kept-none-chosen": lambda: page_after("/forget", state(kept=kept)),
    "sure": lambda: page_after("/forget", state(kept=kept), everything="yes"),
    "forward": lambda: drawing.forward(state(), Redirect("/")),
    "opening": lambda: drawing.opening(state(), _(offers()[2].file.flow.title), "walk"),
    "goodbye": lambda: drawing.goodbye(state()),
    "lost": lambda: shown("/nowhere", state()),
}
