"""The command line that the scripts over benchmark sets share."""

import argparse
from pathlib import Path


def arguments(about: str) -> argparse.Namespace:
    """`folder`: the set, laid out as the README of the sets says; `out`: the file for the predictions."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("folder", type=Path, metavar="DIR", help="the set's folder")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", required=True, help="write the predictions to a file, as JSON"
    )
    return parser.parse_args()
