"""What real walks remember: baselines help them to find the way, and what they have seen is kept on this machine."""

from contextlib import suppress
from datetime import datetime

from walkout.drift.baseline import Baseline, Seen, baseline_file, load_baseline, own_baseline_file, save_baseline
from walkout.drift.kept_picks import keep_picks
from walkout.drift.observer import Observer
from walkout.errors import BadFlowError, CannotStartError
from walkout.flow.load import FlowFile
from walkout.masking import Masker
from walkout.settings import private_folder, settings
from walkout.walk.outcome import Name, Outcome
from walkout.walk.picks import Picks
from walkout.words.speech import _n

LIVE = "live"
# How a walk ends that has shown its flow to work.
VERIFIED: tuple[Name, ...] = ("submitted", "changed", "arrived")


def known_baseline(file: FlowFile) -> Baseline:
    """What is known of a flow's pages: beside the flow, and from the person's own walks. What cannot be read is left
    out: a walk goes without it."""
    known = Baseline(flow=file.flow.flow)
    for path in (baseline_file(file.path), own_baseline_file(settings().baselines_folder, file.flow.flow)):
        with suppress(BadFlowError):
            known = known.joined(load_baseline(path, file.flow.flow))
    return known


def remembering(file: FlowFile, masker: Masker) -> Observer:
    """Looks on while a real walk goes. The pages may show what is the person's alone."""
    return Observer(known_baseline(file), masker, private=True)


def keep_what_was_seen(file: FlowFile, observer: Observer, outcome: Outcome) -> Seen:
    """Keep what the pages of a walk looked like that has come to its end. A walk is none the worse if that fails."""
    observer.ended(outcome.way, outcome.name)
    seen = observer.seen(datetime.now().astimezone().date())
    folder = settings().baselines_folder
    path = own_baseline_file(folder, file.flow.flow)
    with suppress(BadFlowError, OSError):
        known = load_baseline(path, file.flow.flow)
        before = known.at(LIVE, observer.language)
        newest = before.with_ways(seen) if before else seen
        private_folder(folder)
        save_baseline(path, known.with_seen(LIVE, observer.language, newest), private=True)
    return seen


def keep_what_was_pointed_at(file: FlowFile, picks: Picks) -> str:
    """Keep what she pointed at, for a heal. What to tell her of it; empty where there is nothing."""
    with suppress(CannotStartError, OSError):
        count = keep_picks(
            settings().picks_file, file.flow.flow, picks.kept.values(), datetime.now().astimezone().date()
        )
        if count:
            return _n(
                "What you pointed at ({count}) can be kept for the next walk: walkout heal {flow}",
                "What you pointed at ({count}) can be kept for the next walk: walkout heal {flow}",
                count,
                flow=file.flow.flow,
            )
    return ""
