"""A site.yaml that is not well formed is refused with file and line, and none reaches out of its folder."""

from pathlib import Path

import pytest

from walkout.dryrun.site import load_site, site_info
from walkout.errors import BadFlowError
from walkout.shipped_files import fixture_folders
from walkout.words.lexicon import languages

GOOD = """\
site: meta/example
variant: small
title: A small site
strings: ../strings
languages: [en, de]
pages: {start: start.html, end: end.html}
rules:
  - get: https://www.example.org/start?lang=xx
    show: end
  - get: https://www.example.org/start
    show: start
  - post: https://www.example.org/send
    does: take-request
    email: email
    required: {email: email}
    show: end
    again: start
    redirect: true
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "meta" / "small"
    folder.mkdir(parents=True)
    (tmp_path / "meta" / "strings").mkdir()
    (tmp_path / "meta" / "strings" / "de.yaml").write_text("hello: Hallo\n")
    (folder / "start.html").write_text('<html lang="en"><body><!-- x --><p data-t="hello">Hello</p></body></html>')
    (folder / "end.html").write_text('<html lang="en"><body><p data-t="bye">Bye</p></body></html>')
    (folder / "site.yaml").write_text(GOOD)
    return folder


def show(folder: Path, address: str, language: str = "en") -> str:
    reply = load_site(folder, language=language).answer("GET", address, None, {})
    assert reply is not None
    return reply.body.decode()


def test_a_query_counts_only_where_a_rule_names_it(folder: Path) -> None:
    """A rule with a query takes the addresses that have it; the other rule takes the rest."""
    assert "Bye" in show(folder, "https://www.example.org/start/?a=1&lang=xx")
    assert "Hello" in show(folder, "https://www.example.org/start?lang=yy")


def test_a_rule_can_redirect(folder: Path) -> None:
    """With `redirect` a post is answered with 303 and the address that shows the next page."""
    headers = {"content-type": "application/x-www-form-urlencoded"}
    reply = load_site(folder).answer("POST", "https://www.example.org/send", b"email=a@example.org", headers)
    assert reply is not None
    assert (reply.status, reply.headers["location"]) == (303, "https://www.example.org/start?lang=xx")


def test_the_page_is_dressed(folder: Path) -> None:
    """The served page has the language's words and its `lang`, and neither marks nor comments."""
    assert show(folder, "https://www.example.org/start", "de") == '<html lang="de"><body><p>Hallo</p></body></html>'


def test_a_word_that_is_missing(folder: Path) -> None:
    """A key without words in the language is an error that names the key, the language and the page."""
    with pytest.raises(BadFlowError, match="no de words for the key 'bye'") as caught:
        show(folder, "https://www.example.org/start?lang=xx", "de")
    assert caught.value.where.endswith("end.html")


@pytest.mark.parametrize(
    ("good", "bad", "line", "words"),
    [
        ("title:", "titel:", 3, "unknown key 'titel'"),
        ("    show: start", "    shows: start", 10, "unknown key 'shows'"),
        ("does: take-request", "does: something", 12, "a rule has `show`, or `does` one of"),
        ("{email: email}", "{}", 15, "'required'"),
        ("start: start.html", "start: ../../../etc/passwd", 6, "'start'"),
        ("https://www.example.org/send", "ftp://www.example.org/send", 12, "'post'"),
        ("site: meta/example", "site: &a meta/example", 1, "anchor"),
        ("site: meta/example", "site: !!python/object x", 1, "tag"),
        ("languages: [en, de]", "languages: [en, de", 6, "expected"),
    ],
)
def test_a_fault_in_the_file_is_named_with_its_line(folder: Path, good: str, bad: str, line: int, words: str) -> None:
    """What is wrong in a site.yaml is told with the file, the line and the key."""
    (folder / "site.yaml").write_text(GOOD.replace(good, bad))
    with pytest.raises(BadFlowError) as caught:
        site_info(folder)
    told = str(caught.value)
    assert words in told
    assert f"site.yaml:{line}:" in told


def test_pages_that_are_not_there(folder: Path) -> None:
    """A rule for a page that is not named, and a page whose file is missing, are refused at loading."""
    (folder / "site.yaml").write_text(GOOD.replace("show: end", "show: nowhere"))
    with pytest.raises(BadFlowError, match="no such page: nowhere"):
        load_site(folder)
    (folder / "site.yaml").write_text(GOOD.replace("end: end.html", "end: gone.html"))
    with pytest.raises(BadFlowError, match=r"no file gone\.html"):
        load_site(folder)
    (folder / "site.yaml").unlink()
    with pytest.raises(BadFlowError, match="cannot be read"):
        load_site(folder)


@pytest.mark.promise(8)
def test_a_site_cannot_read_files_outside_of_its_service(folder: Path) -> None:
    """Neither a symbolic link nor a file that a page names leads out of the service's folder."""
    secret = folder.parents[1] / "secret.html"
    secret.write_text("secret")
    (folder / "end.html").unlink()
    (folder / "end.html").symlink_to(secret)
    with pytest.raises(BadFlowError, match="outside"):
        load_site(folder)
    (folder / "end.html").unlink()
    (folder / "end.html").write_text('<link rel="stylesheet" href="../../secret.html">')
    with pytest.raises(BadFlowError, match="outside"):
        show(folder, "https://www.example.org/start?lang=xx")


def test_a_variant_says_only_what_differs(folder: Path) -> None:
    """A variant takes pages, rules and words from the site it extends, and its own come first."""
    variant = folder.parent / "small-other"
    variant.mkdir()
    head = "site: meta/example\nvariant: small-other\ntitle: Another\nextends: ../small\n"
    (variant / "site.yaml").write_text(head)
    (variant / "start.html").write_text("<p>Other</p>")
    assert show(variant, "https://www.example.org/start") == "<p>Other</p>"
    assert "Bye" in show(variant, "https://www.example.org/start?lang=xx")
    assert site_info(variant).title == "Another"
    (folder / "site.yaml").write_text(GOOD + "extends: ../small-other\n")
    with pytest.raises(BadFlowError, match="only one step"):
        load_site(variant)


@pytest.mark.parametrize("flow", ["meta/facebook", "meta/instagram"])
def test_the_shipped_sites(flow: str) -> None:
    """Each flow has a site of 2024, one with a native select and one of 2025; all say what is known and guessed."""
    infos = [site_info(folder) for folder in fixture_folders(flow)]
    assert {"eu-2024", "eu-2024-native", "eu-2025"} <= {info.variant for info in infos}
    for info in infos:
        assert info.flow == flow
        assert info.regions
        assert info.date
        assert set(info.languages) <= set(languages())
        assert info.known
        assert info.guessed
