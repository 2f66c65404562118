"""Write the baselines of all shipped flows anew, from every fixture in its first language.

    .venv/bin/python docs/baselines.py

Do so after a change of the fixtures, or of what a record holds; `git diff` then shows what has changed.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from walkout.browser.find import find_browser
from walkout.commands.baseline import write_baseline
from walkout.drift.baseline import baseline_file
from walkout.dryrun.site import site_info
from walkout.flow.load import load_flow
from walkout.shipped_files import fixture_folders, flow_files


def main() -> None:
    browser = find_browser(os.environ.get("WALKOUT_BROWSER"))
    with TemporaryDirectory() as data:
        os.environ["WALKOUT_DATA_DIR"] = str(Path(data) / "data")  # the pictures are not kept
        for path in flow_files():
            baseline_file(path).unlink(missing_ok=True)
            file = load_flow(path)
            for folder in fixture_folders(file.flow.flow):
                known = site_info(folder).languages
                written = write_baseline(file, folder, "en" if "en" in known else known[0], (), browser)
                print(f"{written.flow}: {written.source}, {written.language}")


if __name__ == "__main__":
    main()
