"""undo and delete: what is taken back, what goes, and what is asked before."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from graph_api.domain.tables import LARGE
from tests.conftest import Place
from tests.unit.cli.conftest import STREET, Runs


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    path = tmp_path / "changed.yaml"
    path.write_text(STREET.replace("strength: 0.8", "strength: 0.7"), encoding="utf-8")
    return path


def test_undo_takes_a_revision_back_and_says_where_it_stands(
    run: Runs, street: Path, changed: Path
) -> None:
    run("import", str(street))
    run("import", str(changed), "--replace")
    assert "at revision 3 now" in run("undo", "street", "2").out
    assert run("export", "street").out == STREET
    assert run("undo", "street", "3", "--json").plain == {
        "scenario": "street",
        "undone": 3,
        "revision": 4,
    }
    for words in (("street", "9"), ("street", "1"), ("stret", "1")):
        assert run("undo", *words).code == 2


# Deleting


@pytest.fixture
def on(run: Runs, place: Place) -> Runs:
    """Run commands over one kind of store."""
    if place.kind == "embedded":
        return functools.partial(run, EMPOWER_DATA=str(Path(place.arguments[0]).parent))
    names = ("NEO4J_URI", "NEO4J_USER", "NEO4J_PASSWORD", "NEO4J_DATABASE")
    return functools.partial(run, **dict(zip(names, place.arguments, strict=True)))


def test_a_deleted_scenario_is_gone_and_undo_brings_it_back(on: Runs, street: Path) -> None:
    on("import", str(street))
    done = on("delete", "street", "--yes", "--reason", "a trial")
    assert done.code == 0
    assert "street was deleted (revision 2)" in done.out
    assert "empower undo street 2" in done.out
    assert on("delete", "street", "--yes", "--json").error["code"] == "UNKNOWN_SCENARIO"
    assert on("undo", "street", "2").code == 0
    assert on("export", "street").out == STREET


def test_machines_are_told_what_went_and_whether_it_can_come_back(on: Runs, street: Path) -> None:
    on("import", str(street))
    assert on("delete", "street", "--yes", "--json").plain == {
        "scenario": "street",
        "revision": 2,
        "actors": 3,
        "relations": 4,
        "undoable": True,
    }


@pytest.mark.parametrize("said", ["y\n", "YES\n", "是\n", " y"])
def test_who_says_yes_deletes(run: Runs, street: Path, said: str) -> None:
    run("import", str(street))
    done = run("delete", "street", stdin=said)
    assert done.code == 0
    assert "street (One street): 3 actors, 4 relations" in done.err
    assert "empower undo street 2 brings it back" in done.err
    assert "Delete it? [y/N]" in done.err
    assert run("undo", "street", "2").code == 0


@pytest.mark.parametrize("said", ["", "\n", "n\n", "maybe\n", b"\xca\xc7\n"])
def test_anything_but_yes_deletes_nothing(run: Runs, street: Path, said: str | bytes) -> None:
    run("import", str(street))
    done = run("delete", "street", stdin=said)
    assert (done.code, done.out) == (2, "")
    assert "Nothing was deleted" in done.err
    assert run("list", "--json").plain["scenarios"][0]["revision"] == 1


def test_with_json_nobody_is_asked(run: Runs, street: Path) -> None:
    run("import", str(street))
    done = run("delete", "street", "--json", stdin="y\n")
    assert done.code == 2
    assert done.error["details"] == {"parameter": "--yes"}
    assert "Delete it?" not in done.err
    assert run("list", "--json").plain["scenarios"][0]["revision"] == 1


def test_deleting_speaks_chinese(run: Runs, street: Path) -> None:
    run("import", str(street))
    asked = run("delete", "street", EMPOWER_LANG="zh")
    assert "street（一条街）：3 个行动者，4 个关系" in asked.err
    assert "确定删除吗？" in asked.err
    assert "未作删除" in asked.err
    assert "已删除 street（修订 2）" in run("delete", "street", "--yes", EMPOWER_LANG="zh").out


def test_a_large_scenario_goes_for_good_and_this_is_said_before(run: Runs, tmp_path: Path) -> None:
    from graph_api.bench import SHAPES  # noqa: PLC0415  # only here
    from graph_api.exchange.parquet import write_drawn  # noqa: PLC0415

    folder = tmp_path / "district"
    write_drawn(SHAPES["district"](2_000, 7), folder, "town", "Town", "镇")
    made = run("import", str(folder), "--json").plain
    assert made["relations"] > LARGE
    asked = run("delete", "town")
    assert "undo cannot bring it back" in asked.err
    assert "empower export town --tables DIR" in asked.err
    assert "删除后无法用 undo 恢复" in run("delete", "town", "--lang", "zh").err
    done = run("delete", "town", "--yes", "--lang", "zh")
    assert "已永久删除 town（修订 2）" in done.out
    refused = run("undo", "town", "2")
    assert refused.code == 2
    assert "for good" in refused.err
    run("import", str(folder))
    assert run("delete", "town", "--yes", "--json").plain["undoable"] is False


def test_what_is_not_in_the_store_is_not_deleted(run: Runs) -> None:
    assert run("delete", "stret", "--yes", "--json").error["code"] == "UNKNOWN_SCENARIO"
    done = run("delete", "water-game", "--yes")
    assert done.code == 2
    assert "empower export water-game | empower import -" in done.err
    assert "程序自带" in run("delete", "water-game", "--yes", "--lang", "zh").err
