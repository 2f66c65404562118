"""What words and technical names mean of all that forms ask for: the longest meaning wins.

"Card number" is no phone number and "Country code" no country, so a phrase counts only where it is not a part of a
longer phrase that means something else.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from walkout.resolve.wording import flat
from walkout.words.lexicon import Phrase, concept, known_language

# The concepts that name a kind of field. What is no kind is something else that a form may ask for.
ASKED: Mapping[str, str] = {
    "email": "email",
    "confirm-email": "email",
    "login-name": "username",
    "password": "password",
    "one-time-code": "one-time-code",
    "phone": "phone",
    "country-of-residence": "country",
    "first-name": "given-name",
    "last-name": "family-name",
    "middle-name": "middle-name",
    "full-name": "full-name",
    "postal-code": "postal-code",
    "province": "province",
    "street": "street",
    "street-2": "street-2",
    "city": "city",
    "birthday": "birthday",
    "birthday-day": "birthday-day",
    "birthday-month": "birthday-month",
    "birthday-year": "birthday-year",
    "payment-card": "payment-card",
    "company": "company",
    "dialling-code": "dialling-code",
    "other-code": "other-code",
    "search": "search",
    "impact": "message",
    "other-information": "message",
}
# The concepts that tell what a form is for, by its buttons, headings and links.
PURPOSES: Mapping[str, str] = {
    "sign-in": "sign-in",
    "sign-up": "sign-up",
    "forgot-password": "forgot-password",
    "save-login": "remember",
    "newsletter": "newsletter",
    "next": "next",
}
# The same in the language of programs: names as developers give them, their parts divided by single spaces.
TECHNICAL: Mapping[str, str] = {
    "email": r"((user|login|sign ?in|sign ?up|your|customer|contact|work|person)s? ?)?"
    r"e ?mails?( ?(address|attributes \d address|name))?|\bmail\b",
    "username": r"\bj username|user ?(name|id)|log[io]n ?(id|name|field|fmt)?\b|nick ?name|screen ?name|\bhandle\b"
    r"|(member|account|sign ?in) ?name|online ?id|\buser\b|\bacct\b|\bidentifier\b",
    "password": r"pass ?w(or)?d\w*|\bpwd?\b|\bpass\b|\bkennwort\b",
    "one-time-code": r"\botp\w*|one ?time ?(code|password)?|\b[mt]fa ?(code)?|mfacode|\b2 ?fa\b|two ?factor"
    r"|(verif\w*|auth\w*|confirmation|sms|login) code|passcode|\btotp\w*",
    "phone": r"(tele|mobile|cell)? ?phone( ?(number|no))?|\bmobile( ?number)?\b|\btel\b|telefon\w*"
    r"|^cell( ?(no|number|nr))?$",
    "country": r"country( ?(id|name|code))?|\bpays\b|\bland\b",
    "given-name": r"(first|given|fore) ?names?|\bf ?name\b|\bfirst\b|\bvorname\b|\bprenom\b",
    "family-name": r"(last|family|sur) ?names?|\bl ?name\b|\blast\b|\bnachname\b",
    "middle-name": r"(middle|additional) ?(name|initial)|\bm ?name\b|\bmiddle\b",
    "full-name": r"full ?name|\b(your|customer|real|person|contact) ?name|contact ?person\b|\bname\b|\brecipient\b",
    "postal-code": r"\bzip( ?code)?\b|zip ?(lookup|postal)?|post(al)? ?(code|zip)|\bpostal\b|\bplz\b|\bcep\b",
    "province": r"\b[a-z]?state( ?(id|or|province|text|code))*\b|province|\bregion\b|\bcounty\b|address ?level ?1",
    "street": r"street( ?address)?( ?line)? ?(1|one)?|(address|addr)( ?line)? ?(1|one)?\b|\baddr\b|\bstrasse\b",
    "street-2": r"(street|address|addr)\w*( ?line)? ?(2|two)\b|\bapt\b|apartment|\bsuite\b",
    "city": r"\b[a-z]?city\b|\btown\b|localit[yé]|\bort\b|\bville\b|address ?level ?2|\bcity",
    "birthday": r"birth ?da(y|te)|date ?of ?birth|\bdob\b|\bbday\b|\bbirth\b",
    "birthday-day": r"(birth\w*|dob|bday)( ?\w*)? (day|dd?)\b|\bday\b|\bdd\b",
    "birthday-month": r"(birth\w*|dob|bday)( ?\w*)? (month|mm?)\b|\bmonth\b|\bmm\b",
    "birthday-year": r"(birth\w*|dob|bday)( ?\w*)? (year|yy?|yyyy)\b|\byear\b|\byyyy\b",
    "payment-card": r"(credit)? ?card( ?(holder|number|no|code|name|verification))*( ?(first|last)? ?name)?|\bcc\b ?\w*"
    r"|cvv\w*|cvc\w*|\bcsc\b|expir\w*( ?date)?( ?(month|year))?|\bexp\b( ?\w+)?|security ?code|\biban\b|bank\w*( \w+)?"
    r"|account ?(number|holder( ?name)?)|\bpayment name\b",
    "company": r"company( ?name)?|organi[sz]ation( ?name)?|business ?name|employer|job ?\w*|institution|department",
    "dialling-code": r"(dial|calling|area|phone|phone ?number|tel)\w* ?(country ?)?(code|prefix)|country ?calling ?code"
    r"|phone ?country( ?code)?|country ?code ?intl",
    "other-code": r"coupon( ?code)?|promo\w*( ?code)?|captcha\w*|gift\w*( ?(card|code))*|voucher|referral"
    r"|activation ?code|\btoken\b|discount( ?code)?|capcha",
    "search": r"\bsearch\b|\bquery\b|\bq\b|keywords?|\bfilter\b",
    "message": r"message|comments?|questions?|subject|answer|description|\bnotes?\b|security ?(answer|question)",
    "something-else": r"website|\burl\b|\bfax\b|\bssn\b|\btax\b|amount|quantit\w+|\bqty\b|\bage\b|gender|suffix"
    r"|(street|address|addr)( ?line)? ?[3-9]\b"
    r"|salutation|extension|\bext\b|honey ?pot|member(ship)? ?(number|id)|\btitle\b|\bpin\b"
    r"|\b(file|page|product) ?name|display ?name|(phone|address|company|account|user) ?type|friend",
    "sign-in": r"log ?[io]n|sign ?in",
    "sign-up": r"sign ?up|regist\w+|create( ?account)?|\bnew\b|\bjoin\b",
    "newsletter": r"newsletter\w*|subscri\w+",
    "remember": r"remember( ?me)?|keep ?(me)?|persist\w*|stay",
}
LONGEST, MOSTLY = 200, 0.6
# "Phone number, username or email" is a user name in so many words, and takes an e-mail address all the same.
BOTH = {"email": "username", "phone": "username"}
# A foreign phrase must make up this much of what is said, and be so long where it does not make up all of it.
FOREIGN_SHARE, FOREIGN_LENGTH = 0.5, 5
ASIDE, SLASH = re.compile(r"\([^)]*\)|\b(required|optional)\b|[™®_*]", re.IGNORECASE), re.compile(r"\s*/\s*")
# The number of an address's line is more than padding.
PADDING = re.compile(
    r"( (input|field|select|text|textbox|box|dropdown|native|control|id|value)"
    r"|(?<!address)(?<!addr)(?<!line)(?<!street) \d+)+$"
)
# "UsernameAlready a user?": two texts that stand in one label. Shorter beginnings are names ("PayPal", "eMail").
STUCK = re.compile(r"(?<=[a-z]{4})(?=[A-Z][a-z])")
# An address as an example, with no more than "e.g." before it.
EXAMPLE = re.compile(r"(?:[^\W\d]{1,4}\W+){0,2}[^\s@]+@[^\s@]+\.[a-z]{2,}")
# "Address line 3"
FURTHER_LINE = re.compile(r"[^\W\d] ?[3-9]$")
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")


@dataclass(frozen=True, slots=True)
class Saying:
    """A meaning that a text has. share: how much of the text says it, up to 1. words: the words that do."""

    share: float
    words: str


Said = Mapping[str, Saying]


class _Index:
    """The phrases of some concepts by their first word, so that a text is compared with few of them."""

    def __init__(self, meanings: Mapping[str, str]) -> None:
        self._words: dict[str, list[tuple[Phrase, str]]] = defaultdict(list)
        self._stems: dict[str, list[tuple[Phrase, str]]] = defaultdict(list)
        for name, meaning in meanings.items():
            for phrase in concept(name).phrases:
                first, is_stem = phrase.pattern.anchors[0]
                (self._stems if is_stem else self._words)[first[:3] if is_stem else first].append((phrase, meaning))

    def near(self, said: str) -> Iterable[tuple[Phrase, str]]:
        for word in dict.fromkeys(re.findall(r"\w+", said)):
            yield from self._words.get(word, ())
            yield from self._stems.get(word[:3], ())


@cache
def _index(purposes: bool) -> _Index:
    return _Index(PURPOSES if purposes else ASKED)


@lru_cache(maxsize=20_000)
def meanings_of(text: str, language: str, *, purposes: bool = False) -> Said:
    """What a text asks for, or (purposes) what a form with it is for."""
    text = STUCK.sub(" ", text)
    said = flat(ASIDE.sub(" ", text))[:LONGEST] or flat(text)[:LONGEST]
    if not said:
        return {}
    if EXAMPLE.fullmatch(said) and not purposes:
        return {"email": Saying(1.0, said)}
    whole = _meant(said, language, purposes)
    if "/" not in said:
        return whole
    apart = _meant(SLASH.sub(" / ", said), language, purposes)
    return max(whole, apart, key=lambda said: max((one.share for one in said.values()), default=0.0))


def _meant(said: str, language: str, purposes: bool) -> Said:
    home: list[tuple[int, int, str]] = []
    foreign: list[tuple[int, int, str]] = []
    own = ("en", known_language(language)) if language else ("en",)
    for phrase, meaning in _index(purposes).near(said):
        for found in phrase.pattern.every(said):
            if meaning == "one-time-code" and phrase.pattern.is_single and found[0] != said:
                continue  # so many things have a code
            (home if phrase.language in own else foreign).append((*found.span(), meaning))
    return (
        _longest(home, said)
        or _longest([one for one in foreign if _is_telling(one, said)], said)
        or ({} if purposes else _hinted(said, own))
    )


def _hinted(said: str, languages: tuple[str | None, ...]) -> Said:
    """What a text means that is a weak word and nothing else, as "Mobile" is. Within other words it tells nothing."""
    return {
        ASKED[name]: Saying(1.0, said)
        for name in ASKED
        if name != "one-time-code"
        for tongue in concept(name).tongues
        if tongue.language in languages and any((found := hint.find(said)) and found[0] == said for hint in tongue.weak)
    }


def _is_telling(found: tuple[int, int, str], said: str) -> bool:
    """Whether words of another language than the page's are more than a chance likeness ("an", "by", "sector")."""
    length = found[1] - found[0]
    return length == len(said) or (length >= FOREIGN_LENGTH and length >= FOREIGN_SHARE * len(said))


@lru_cache(maxsize=20_000)
def meanings_of_name(name: str) -> Said:
    """What a technical name (an id, a name attribute, a class) says: `billing_firstName`, `DOB-Month`.

    Its last noun is what it names: `cardBillingState` is a state. Before "or" stands another.
    """
    said = PADDING.sub("", " ".join(_PARTS.findall(name)).lower()[:LONGEST])
    found = [
        (*match.span(), meaning)
        for meaning, pattern in _technical()
        for match in pattern.finditer(said)
        if match.end() > match.start()
    ]
    told = _longest(found, said)
    if " or " in said or " and " in said:
        return told
    if said == "name":
        return {"full-name": Saying(MOSTLY, said)}  # of a user, too
    ends = {meaning: max(end for _, end, one in found if one == meaning) for meaning in told}
    last = max(ends.values(), default=0)
    return {
        meaning: Saying(1.0 if last == len(said) else one.share, one.words)
        for meaning, one in told.items()
        if ends[meaning] == last
    }


@cache
def _technical() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((meaning, re.compile(pattern)) for meaning, pattern in TECHNICAL.items())


def _longest(found: list[tuple[int, int, str]], said: str) -> Said:
    """The meanings whose words are not only a part of longer words that mean something else."""
    longest: dict[str, tuple[int, int]] = {}
    places: dict[str, set[int]] = defaultdict(set)
    for start, end, meaning in found:
        covered = any(
            other not in (meaning, BOTH.get(meaning)) and left <= start and end <= right and right - left > end - start
            for left, right, other in found
        )
        if covered:
            continue
        places[meaning].update(range(start, end))
        known = longest.get(meaning)
        if known is None or end - start > known[1] - known[0]:
            longest[meaning] = (start, end)
    if "street-2" in longest and "street" in longest:  # "Street address: line 2"
        del longest["street"]
        places["street-2"] |= places["street"]
    elif "street" in longest and FURTHER_LINE.search(said):
        del longest["street"]
    letters = max(1, sum(map(str.isalnum, said)))
    return {
        meaning: Saying(min(1.0, sum(said[at].isalnum() for at in places[meaning]) / letters), said[start:end])
        for meaning, (start, end) in longest.items()
    }
