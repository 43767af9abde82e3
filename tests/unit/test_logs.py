"""Logging: one line per record, fields with it, never a secret."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from graph_api import logs


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Leave the loggers of this process as they were."""
    root = logging.getLogger()
    ours = logging.getLogger("graph_api")
    before = (root.handlers[:], root.level, ours.level)
    yield
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    ours.setLevel(before[2])


def test_a_machine_reads_one_json_object_per_line_with_all_fields() -> None:
    stream = io.StringIO()
    logs.set_up(stream, json_lines=True)
    logging.getLogger("graph_api.x").info("asked %d", 3, extra={"operation": "pair", "actors": 17})
    line = json.loads(stream.getvalue())
    assert line["message"] == "asked 3"
    assert line["level"] == "INFO"
    assert line["logger"] == "graph_api.x"
    assert (line["operation"], line["actors"]) == ("pair", 17)
    assert line["time"].endswith("+00:00")


def test_a_person_reads_fields_behind_the_message_without_the_empty_ones() -> None:
    stream = io.StringIO()
    logs.set_up(stream, json_lines=False)
    logging.getLogger("graph_api").info("command", extra={"operation": "pair", "store": None})
    assert stream.getvalue().rstrip().endswith("INFO    command operation=pair")


def test_a_plain_message_has_nothing_behind_it() -> None:
    stream = io.StringIO()
    logs.set_up(stream, json_lines=False)
    logging.getLogger("graph_api").warning("as it is")
    assert stream.getvalue().endswith("WARNING as it is\n")


@pytest.mark.parametrize("json_lines", [True, False])
def test_a_trace_comes_along_and_a_secret_does_not(json_lines: bool) -> None:
    stream = io.StringIO()
    logs.set_up(stream, json_lines=json_lines, secrets=["hush"])
    try:
        int("the password is hush")
    except ValueError:
        logging.getLogger("graph_api").exception("broken: %s", "hush")
    text = stream.getvalue()
    assert "ValueError" in text
    assert "hush" not in text
    assert "***" in text


def test_levels_below_the_one_asked_for_are_left_out_and_others_libraries_warn_only() -> None:
    stream = io.StringIO()
    logs.set_up(stream, "WARNING", json_lines=False)
    logging.getLogger("graph_api.scoring").info("not this")
    logging.getLogger("uvicorn.error").info("nor this")
    logging.getLogger("another").info("nor this")
    logging.getLogger("another").warning("but this")
    assert stream.getvalue().count("\n") == 1


def test_setting_up_twice_writes_each_record_once() -> None:
    first, second = io.StringIO(), io.StringIO()
    logs.set_up(first, json_lines=False)
    logs.set_up(second, json_lines=False)
    logging.getLogger("graph_api").info("once")
    assert first.getvalue() == ""
    assert second.getvalue().count("once") == 1
