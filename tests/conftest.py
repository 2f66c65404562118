"""What all tests share: the count of tests that keep each promise."""

import os
from collections import Counter

import pytest
from _pytest.terminal import TerminalReporter
from hypothesis import HealthCheck, settings

# Whatever language the machine speaks, the tests expect English, in programs that they start as well.
os.environ["LANGUAGE"] = "en"
# No test asserts on time: a busy machine is no fault of the code.
settings.register_profile("walkout", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("walkout")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("promise"):
            item.user_properties += [("promise", number) for number in mark.args]


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    passed = terminalreporter.stats.get("passed", [])
    kept = Counter(number for report in passed for name, number in report.user_properties if name == "promise")
    cells = [value for report in passed for name, value in report.user_properties if name == "grid"]
    if cells:
        acts, fields, unreviewed = (sum(counts) for counts in zip(*cells, strict=True))
        terminalreporter.write_line(
            f"the grid: {len(cells)} walks ended as declared, {acts} wrong clicks, {fields} wrong fields, "
            f"{unreviewed} sent without review"
        )
    if kept:
        told = ", ".join(f"{number}: {kept[number]}" for number in sorted(kept))
        terminalreporter.write_line(f"tests that keep each promise: {told}")
