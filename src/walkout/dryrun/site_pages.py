"""The pages of a fixture site: found in its folders, and dressed in a language and a state."""

import json
import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from unicodedata import combining, normalize

from babel import Locale

from walkout.dryrun.page_marks import Look, dress
from walkout.dryrun.site_file import REMEDY, Fault, SiteFile, read_strings
from walkout.dryrun.site_rules import CheckCodeRule, ConfirmLinkRule, NewCodeRule, ShowRule, TakeRequestRule, TrapRule
from walkout.errors import BadFlowError
from walkout.words.territories import locales_of

# The tags that pages of the service give to these languages.
HTML_TAGS = {"no": "nb", "pt": "pt-PT"}


def other_language(language: str) -> str:
    """The language of pages that are not in the language of the others."""
    return "de" if language == "en" else "en"


class SitePages:
    """The page files of a site with some faults on, by the names that its rules use.

    keys: the keys of the words stay in the pages. Raises BadFlowError where a page, file or word is missing, or a file
    lies outside of the service's folder.
    """

    def __init__(
        self,
        file: SiteFile,
        folders: tuple[Path, ...],
        language: str,
        faults: tuple[Fault, ...],
        *,
        keys: bool = False,
    ) -> None:
        self._folders, self._language, self._keys = folders, language, keys
        self._files = dict(file.pages)
        self._scripts: dict[str, str] = {}
        self._leads: dict[str, str] = {}
        self._over: dict[str, str] = {}
        self._foreign: frozenset[str] = frozenset()
        self._says = other_language(language) if any(fault.says_other_language for fault in faults) else language
        countries = file.countries
        for fault in faults:
            self._files.update(fault.pages)
            self._over.update(fault.over)
            self._foreign |= set(fault.in_other_language)
            self._scripts.update(fault.scripts)
            self._leads.update(fault.leads)
            countries = fault.countries or countries
        self._check_names(file, faults)
        self._paths = {name: self._find(name_of_file) for name, name_of_file in self._files.items()}
        self._speaking = {
            tongue: self._speak(file, countries, tongue)
            for tongue in {language, *((other_language(language),) if self._foreign else ())}
        }

    def show(self, page: str, flags: frozenset[str], fills: Mapping[str, str], kept: Mapping[str, str]) -> str:
        """The HTML of a page in this state."""
        language = other_language(self._language) if page in self._foreign else self._language
        words, countries = self._speaking[language]
        says = self._says if language == self._language else language
        look = Look(HTML_TAGS.get(says, says), words, flags, fills, kept, countries, self._leads, self._keys)
        html = self._dressed(self._paths[page], look)
        added = self._dressed(self._find(self._over[page]), look) if page in self._over else ""
        if page in self._scripts:
            added += f"<script>{_text(self._find(self._scripts[page]))}</script>"
        return html.replace("</body>", f"{added}</body>") if added else html

    def _dressed(self, path: Path, look: Look) -> str:
        try:
            return dress(_text(path), look, lambda name: _text(self._beside(path, name)))
        except KeyError as error:
            raise BadFlowError(
                f"no {look.language} words for the key {error}", where=str(path), remedy=REMEDY
            ) from None

    def _speak(
        self, file: SiteFile, countries: tuple[str, ...], language: str
    ) -> tuple[dict[str, str] | None, tuple[tuple[str, str], ...]]:
        """The words and the countries' names in a language."""
        own = language == "en" or file.strings is None
        words = None if own else read_strings(self._strings_folder(file), language)
        return words, names_of_countries(countries, language)

    def _check_names(self, file: SiteFile, faults: tuple[Fault, ...]) -> None:
        shown = {
            name
            for rule in (*file.rules, *(rule for fault in faults for rule in fault.rules))
            for name in _pages_of(rule)
        }
        shown |= {name for name in (file.login, file.mail, *(fault.mail for fault in faults)) if name is not None}
        shown |= {name for fault in faults for name in (*fault.login_steps, *fault.over, *fault.in_other_language)}
        if unknown := sorted(shown - self._files.keys()):
            where = str(self._folders[0] / "site.yaml")
            raise BadFlowError(f"no such page: {', '.join(unknown)}", where=where, remedy=REMEDY)

    def _find(self, name: str) -> Path:
        """A file of the site: in its own folder, else in the one that it extends."""
        for folder in self._folders:
            if (folder / name).is_file():
                return self._inside(folder / name)
        raise BadFlowError(f"there is no file {name}", where=str(self._folders[0] / "site.yaml"), remedy=REMEDY)

    def _beside(self, page: Path, name: str) -> Path:
        path = page.parent / name
        if not path.is_file():
            raise BadFlowError(f"there is no file {name}", where=str(page), remedy=REMEDY)
        return self._inside(path)

    def _inside(self, path: Path) -> Path:
        service = self._folders[0].resolve().parent
        if not path.resolve().is_relative_to(service):
            raise BadFlowError("the file lies outside of the service's folder", where=str(path), remedy=REMEDY)
        return path

    def _strings_folder(self, file: SiteFile) -> Path:
        return self._inside(self._folders[-1] / (file.strings or "../strings"))


def names_of_countries(codes: tuple[str, ...], language: str) -> tuple[tuple[str, str], ...]:
    """Code and name (CLDR) of countries, sorted by the name as a reader of the language looks for it."""
    names = Locale.parse(locales_of(language)[0]).territories
    return tuple(sorted(((code, names[code]) for code in codes), key=lambda pair: _sorting(pair[1])))


def masked(email: str) -> str:
    """An address of which the first letter, the at sign and the first letter of the host are left: a…@e…"""
    name, at, host = email.partition("@")
    return f"{name[:1]}…@{host[:1]}…" if at else ""


def title_of(page: str) -> str:
    """The title of an HTML page, as text."""
    found = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    return unescape(found.group(1)).strip() if found else ""


def text_of(page: str) -> str:
    """The text of an HTML page's body, a line for each block."""
    body = re.sub(r"<(head|style|script)\b.*?</\1>", "", page, flags=re.DOTALL)
    lines = (" ".join(unescape(line).split()) for line in re.sub(r"<[^>]*>", "", body).splitlines())
    return "\n".join(line for line in lines if line)


def forward_page(address: str) -> str:
    """A page that leads on to an address by script, as a redirect cannot be answered by interception."""
    target = json.dumps(address).replace("<", "\\u003c")
    head = '<!doctype html><title>…</title><link rel="icon" href="data:,">'
    return f"{head}<script>location.replace({target})</script>"


def _pages_of(rule: object) -> tuple[str, ...]:
    match rule:
        case ShowRule() | TrapRule():
            return (rule.show,)
        case TakeRequestRule() | ConfirmLinkRule():
            return (rule.show, rule.again)
        case CheckCodeRule():
            return (rule.show, rule.again, rule.locked, *((rule.short,) if rule.short else ()))
        case NewCodeRule():
            return (rule.show, rule.locked)
    return ()


def _sorting(name: str) -> str:
    return "".join(sign for sign in normalize("NFKD", name).casefold() if not combining(sign))


def _text(path: Path) -> str:
    return path.read_text("utf-8")
