"""The command line that the scripts over benchmark sets share."""

import argparse
from collections.abc import Sequence
from pathlib import Path


def arguments(about: str, words: Sequence[str] | None) -> argparse.Namespace:
    """The set's folder and the file for the predictions. words: the command line; None means the shell's."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("folder", type=Path, metavar="DIR", help="the set's folder")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", required=True, help="write the predictions to a file, as JSON"
    )
    return parser.parse_args(words)
