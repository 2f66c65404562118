"""The wheel: what is installed works outside of the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the checkout, unpacked as an installer does."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "site")
    return folder / "site"


def installed(unpacked: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from walkout.cli import main; main()", *arguments],
        cwd=unpacked.parent,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_installed_walkout_has_its_flows_and_fixtures(unpacked: Path) -> None:
    """Outside of the checkout, `walkout list` names every flow with its fixtures."""
    done = installed(unpacked, "list", "--json")
    assert done.returncode == 0, done.stderr
    assert '"flow": "meta/facebook"' in done.stdout
    assert '"flow": "meta/instagram"' in done.stdout
    assert '"variant": "eu-2024-native"' in done.stdout


def test_the_flows_used_are_those_of_the_wheel(unpacked: Path) -> None:
    """The wheel's own files are used, not the checkout's."""
    flow = unpacked / "walkout" / "shipped" / "flows" / "meta" / "facebook.yaml"
    flow.write_text(flow.read_text("utf-8").replace("title: Object to AI", "title: Changed to AI"), "utf-8")
    assert "Changed to AI" in installed(unpacked, "show", "meta/facebook").stdout


def test_the_wheel_has_what_modules_read(unpacked: Path) -> None:
    """Scripts, styles, templates, words and the licence are in the wheel; tests and caches are not."""
    names = {str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()}
    for needed in (
        "walkout/browser/look.js",
        "walkout/browser/recording.js",
        "walkout/browser/mask.css",
        "walkout/words/concepts/de.toml",
        "walkout/words/reasons/de.toml",
        "walkout/words/catalogues/de/LC_MESSAGES/walkout.po",
        "walkout/receipt/receipt.html.j2",
        "walkout/shipped/fixtures/meta/strings/fr.yaml",
        "walkout/py.typed",
    ):
        assert needed in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "benchmarks/")) or "__pycache__" in name for name in names)
