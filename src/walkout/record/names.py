"""Names for what has words."""

import re
import unicodedata


def slug(text: str) -> str:
    """A text as a name: lower-case words joined by `-`; empty where none of it can be."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:40].strip("-")
