"""Numbers: bounded labels, nothing kept before it is wanted, two formats."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from graph_api.observing import instruments, loop, metrics
from graph_api.observing.instruments import OTHER, value_of
from graph_api.observing.running import Running

PROGRAM = """
import sys
from graph_api.observing import metrics, traces
metrics.REFUSED.add(reason="host")
with traces.span("service", call="pair") as span:
    span.set(actors=3)
print(sorted({"prometheus_client", "opentelemetry"} & set(sys.modules)))
"""


def test_nothing_is_loaded_and_nothing_kept_before_somebody_wants_it() -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", PROGRAM], capture_output=True, check=True, timeout=60
    )
    assert done.stdout.strip() == b"[]"


def test_the_values_of_a_label_are_bounded_whatever_callers_say() -> None:
    instruments.switch_on()
    for number in range(200):
        metrics.REQUEST_SECONDS.observe(0.1, operation=f"Op{number}", kind="query", outcome="ok")
    page = instruments.page("")[0].decode()
    names = {
        line.partition('operation="')[2].partition('"')[0]
        for line in page.splitlines()
        if line.startswith("empower_request_seconds_count")
    }
    assert len(names - {OTHER}) <= metrics.OPERATIONS
    assert OTHER in names


@pytest.mark.parametrize(
    ("accept", "begins"),
    [
        ("", "text/plain"),
        ("application/openmetrics-text; version=1.0.0", "application/openmetrics"),
    ],
)
def test_the_page_is_in_what_the_reader_accepts(accept: str, begins: str) -> None:
    body, media_type = instruments.page(accept)
    assert media_type.startswith(begins)
    assert body.endswith(b"# EOF\n") == ("openmetrics" in begins)
    for instrument in instruments.every():
        assert instrument.name.removesuffix("_total").encode() in body


def test_the_worst_lag_is_that_of_the_last_minute() -> None:
    instruments.switch_on()
    dog = loop.Watchdog()
    for now, lag in ((0.0, 0.2), (10.0, 0.1), (50.0, 0.05)):
        dog.saw(now, lag)
        assert dog.worst == 0.2
    dog.saw(65.0, 0.01)
    assert dog.worst == 0.1
    assert value_of("empower_loop_lag_max_seconds") == 0.1


def test_memory_is_that_of_this_process() -> None:
    resident, private = loop.memory()
    assert 10 * 2**20 < private <= resident < 2**40


def test_what_runs_is_counted_even_where_it_fails() -> None:
    running = Running()
    with running.one():
        assert running.count == 1
    with pytest.raises(ValueError, match="no"), running.one():
        raise ValueError("no")
    assert running.count == 0


def test_every_instrument_says_in_both_languages_what_it_counts() -> None:
    for instrument in instruments.every():
        assert instrument.name.startswith("empower_")
        assert instrument.en.endswith(".")
        assert instrument.zh.endswith("。")
        assert instrument.kind != "counter" or instrument.name.endswith("_total")


def test_every_number_span_and_field_stands_on_the_page_that_explains_them() -> None:
    page = (Path(__file__).parents[3] / "docs" / "reference" / "observing.md").read_text("utf-8")
    from graph_api.observing.traces import ATTRIBUTES  # noqa: PLC0415  # beside its use

    for instrument in instruments.every():
        row = next(line for line in page.splitlines() if f"`{instrument.name}`" in line)
        assert instrument.en.rstrip(".") in row
        assert instrument.zh in row
        assert all(f"`{label}`" in row for label in instrument.labels), row
    for name in ATTRIBUTES:
        assert f"`empower.{name}`" in page, name
