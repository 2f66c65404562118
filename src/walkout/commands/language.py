"""The language that walkout speaks to the person."""

from walkout.settings import settings
from walkout.words.speech import speak


def speak_to_her(asked: str | None) -> None:
    """Speak the language that the command asks for, or that of the settings, or her system's. Raises BadUsageError."""
    speak(asked or settings().ui_lang)
