"""A recording while it goes on: what was seen so far, and what the person says to it at the terminal."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from walkout.errors import BadUsageError
from walkout.flow.targets import meaning_of
from walkout.record.counting import Counted, counted, typed_in
from walkout.record.demonstration import Demonstration
from walkout.record.doing import Decided, Part, as_sending, in_words, part_of, sending, target_said
from walkout.record.imported import Typed
from walkout.record.naming import role_for
from walkout.view import PageView
from walkout.watched import WatchedAct

Wish = Literal["go-on", "confirmation", "save", "abandon"]
LETTERS = {
    "n": "name a step: n 4 country of residence",
    "d": "drop a step, or take it back in: d 4",
    "r": "redo a step: it is dropped, and you do it again in the window",
    "s": "mark the step that sends, or that it does not: s 4",
    "c": "this page is the confirmation",
    "l": "list all steps again",
    "q": "stop and save",
    "x": "abandon: nothing is written",
}
SAID = re.compile(r"([a-z?])(?:\s+(\d+))?(?:\s+(\S.*))?")
UNKNOWN = "Type one of n d r s c l q x; ? says what they mean."
NEVER = ("open", "back", "forward", "reload", "tab", "drag")


@dataclass(frozen=True)
class Reply:
    """What her line leads to: a wish, and lines to show."""

    wish: Wish = "go-on"
    lines: tuple[str, ...] = ()


@dataclass
class RecordingSession:
    """Gathers acts and her word on them. Its lines say nothing that was typed into the page."""

    acts: list[WatchedAct] = field(default_factory=list)
    decided: Decided = field(default_factory=Decided)
    confirmed: PageView | None = None
    _told: dict[int, str] = field(default_factory=dict)
    _known: dict[int, tuple[object, int, Part]] = field(default_factory=dict, repr=False)

    def add(self, act: WatchedAct) -> Iterator[str]:
        """Take an act in. Yields how it is understood, and of earlier steps what is now understood otherwise."""
        self.acts.append(act)
        for number, line in self._lines():
            if self._told.get(number) != line:
                self._told[number] = line
                yield line

    def say(self, line: str) -> Reply:
        """What she has typed at the terminal."""
        said = SAID.fullmatch(line.strip())
        if said is None:
            return Reply(lines=(UNKNOWN,))
        letter, number, rest = said[1].lower(), said[2], said[3] or ""
        match letter:
            case "q":
                return Reply("save")
            case "x":
                return Reply("abandon")
            case "c":
                return Reply("confirmation")
            case "?":
                return Reply(lines=tuple(f"{key}  {words}" for key, words in LETTERS.items()))
            case "l":
                return Reply(lines=tuple(line for _, line in self._lines()) or ("nothing yet",))
            case "n" | "d" | "r" | "s":
                act = self._act(number)
                if act is None:
                    return Reply(lines=("There is no such step.",))
                return self._decide(letter, act, rest)
            case _:
                return Reply(lines=(UNKNOWN,))

    def confirm(self, view: PageView) -> Reply:
        """The page that is seen is the confirmation."""
        self.confirmed = view
        return Reply(lines=("✓ this page is the confirmation",))

    def demonstration(self, last: PageView | None) -> Demonstration:
        """All that was seen and said. last: the look when it was stopped."""
        return Demonstration(tuple(self.acts), self.decided, self.confirmed, last)

    def doubtful(self) -> list[Part]:
        """The steps of which she has to say whether they send."""
        return [part for part in self._parts() if part.sends == "perhaps"]

    def sends(self, act: WatchedAct, *, yes: bool) -> None:
        """Her word on whether an act sends."""
        self.decided = replace(self.decided, sends={**self.decided.sends, act.number: yes})

    def _act(self, number: str | None) -> WatchedAct | None:
        """The act of that number; without a number the last one that is a step."""
        steps = [act for act in self.acts if act.kind not in NEVER]
        if number is None:
            return steps[-1] if steps else None
        return next((act for act in steps if act.number == int(number)), None)

    def _decide(self, letter: str, act: WatchedAct, rest: str) -> Reply:
        decided = self.decided
        match letter:
            case "n":
                return self._named(act, rest)
            case "d":
                self.decided = replace(decided, dropped=decided.dropped ^ {act.number})
            case "r":
                self.decided = replace(decided, dropped=decided.dropped | {act.number})
                return Reply(lines=(f"Step {act.number} is dropped: do it again in the window.",))
            case _:
                before = next((part.sends for part in self._parts() if part.act.number == act.number), "no")
                self.sends(act, yes=before != "yes")
        return Reply(lines=self._line_of(act))

    def _named(self, act: WatchedAct, name: str) -> Reply:
        if not name:
            return Reply(lines=(f"What is it called? Type: n {act.number} and its name",))
        if typed_in(self.acts).is_in(name):
            return Reply(lines=("This holds what was typed into the page, and is not written. Say what it is.",))
        try:
            if act.element is not None:
                target_said(name, role_for(act.element))
        except BadUsageError as error:
            return Reply(lines=(error.what,))
        self.decided = replace(self.decided, names={**self.decided.names, act.number: name})
        lines = self._line_of(act)
        part = next((one for one in self._parts() if one.act.number == act.number), None)
        if part is not None and part.step is None and not part.hers:
            names = {number: said for number, said in self.decided.names.items() if number != act.number}
            self.decided = replace(self.decided, names=names)
            return Reply(lines=(f"On that page “{name}” does not mean what you clicked. Say it in the page's words.",))
        return Reply(lines=lines)

    def _line_of(self, act: WatchedAct) -> tuple[str, ...]:
        for number, line in self._lines():
            self._told[number] = line
        return (self._told.get(act.number, f"{act.number:>3}  left out"),)

    def _lines(self) -> Iterator[tuple[int, str]]:
        counting = counted(self.acts, self.decided.dropped)
        told = {part.act.number: _line(part) for part in self._parts(counting)}
        for act in self.acts:
            if act.kind == "open":
                told[act.number] = f"{act.number:>3}  open the page"
        for number in self.decided.dropped:
            told[number] = f"{number:>3}  dropped (d {number} takes it back in)"
        yield from sorted(told.items())

    def _parts(self, counting: Counted | None = None) -> Iterator[Part]:
        """What the acts mean so far, without a cut into pages: a page ends where the document changes."""
        counting = counting or counted(self.acts, self.decided.dropped)
        typed = typed_in(self.acts)
        gives, hers, before = False, "", None
        acts = [act for act in counting.acts if act.kind != "open"]
        for act in acts:
            if before is not None and (before.view.born != act.view.born or before.tab != act.tab):
                gives, hers = False, ""
            part = self._understood(act, typed)
            hers = hers or part.hers
            if hers and not part.hers:
                part = replace(part, step=None, hers=hers)
            gives = gives or act.kind in ("fill", "choose", "upload")
            sends = sending(part, gives=gives, decided=self.decided)
            yield as_sending(part) if sends == "yes" else replace(part, sends=sends)
            before = act

    def _understood(self, act: WatchedAct, typed: Typed) -> Part:
        """What an act means; understood anew only where her word on it, or what words may be written, has changed."""
        key = (act.kind, self.decided.names.get(act.number, ""))
        known = self._known.get(act.number)
        if known is not None and known[0] == key and (known[1] == len(typed.values) or not _has_words(known[2])):
            return known[2]
        part = part_of(act, typed, self.decided)
        self._known[act.number] = (key, len(typed.values), part)
        return part


def _has_words(part: Part) -> bool:
    return part.target is None or not isinstance(meaning_of(part.target), str)


def _line(part: Part) -> str:
    doubt = f"  ? {part.doubt}" if part.doubt else ""
    return f"{part.act.number:>3}  {in_words(part)}{doubt}"
