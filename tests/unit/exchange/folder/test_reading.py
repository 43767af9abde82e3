"""Folders of tables with faults: each is told once, with its file, row and column."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph_api.domain import RelationClass, Status, Strength
from graph_api.errors import Problem, ScenarioError
from graph_api.exchange.folder import read_folder
from graph_api.exchange.folder.columns import Batch, TableForm, Texts
from graph_api.exchange.folder.files import TableFile
from graph_api.scenarios.problems import MAX_PROBLEMS

REST = """\
format: 1
scenario: town
title: {en: Town, zh: 镇}
sources:
  survey: {title: {en: Survey, zh: 调查}, lines: [1-20]}
vocabulary:
  kinds: {night_school: {en: Night school, zh: 夜校, level: organisation, sphere: society}}
  conveys: {craft: {en: craft, zh: 手艺}}
"""
Rows = dict[str, list[Any]]

ACTORS = 22
RELATIONS = 24
SCHEMAS: Mapping[str, pa.Schema] = {
    "actors": pa.schema(
        [
            *((name, pa.string()) for name in ("id", "name_en", "name_zh", "kind")),
            *((name, pa.string()) for name in ("level", "sphere")),
            ("stateness", pa.float64()),
            ("group", pa.string()),
            ("more", pa.string()),
        ]
    ),
    "relations": pa.schema(
        [
            *((name, pa.string()) for name in ("id", "from", "to", "class")),
            *((name, pa.float64()) for name in ("best", "low", "high")),
            ("conveys", pa.list_(pa.string())),
            ("more", pa.string()),
        ]
    ),
}


def good_actors() -> Rows:
    return {
        "id": [f"a{n}" for n in range(1, ACTORS + 1)],
        "name_en": [f"Actor {n}" for n in range(1, ACTORS + 1)],
        "name_zh": [None] * ACTORS,
        "kind": ["street_office", "night_school", *(["resident"] * (ACTORS - 2))],
        "level": [None] * ACTORS,
        "sphere": [None] * ACTORS,
        "stateness": [None] * ACTORS,
        "group": ["east"] * ACTORS,
        "more": [None] * ACTORS,
    }


def good_relations() -> Rows:
    return {
        "id": [f"r{n}" for n in range(1, RELATIONS + 1)],
        "from": ["a20"] * RELATIONS,
        "to": [f"a{5 + n % 10}" for n in range(RELATIONS)],
        "class": [None] * RELATIONS,
        "best": [0.5] * RELATIONS,
        "low": [None] * RELATIONS,
        "high": [None] * RELATIONS,
        "conveys": [["money"]] * RELATIONS,
        "more": [None] * RELATIONS,
    }


def folder_of(
    folder: Path, actors: Rows | None = None, relations: Rows | None = None, rest: str = REST
) -> Path:
    """Write tables as they are, good or not, in row groups of seven rows."""
    folder.mkdir()
    (folder / "scenario.yaml").write_text(rest, "utf-8")
    tables = {"actors": actors or good_actors(), "relations": relations or good_relations()}
    for name, columns in tables.items():
        schema = pa.schema([field for field in SCHEMAS[name] if field.name in columns])
        table = pa.table(columns, schema=schema)
        pq.write_table(table, folder / f"{name}.parquet", row_group_size=7)
    return folder


def problems_of(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(ScenarioError) as caught, read_folder(folder):
        pass
    return caught.value.problems


def told(folder: Path) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in problems_of(folder)]


# Forty faults

PLANTED_ACTORS: tuple[tuple[int, str, Any, str, str], ...] = (
    (1, "id", None, "id", "missing-field"),
    (2, "id", "-a", "id", "bad-id"),
    (3, "id", "a4", "id", ""),  # the one that comes later repeats it
    (4, "id", "a4", "id", "duplicate-actor"),
    (5, "kind", None, "kind", "missing-field"),
    (6, "kind", "residnt", "kind", "unknown-kind"),
    (7, "level", "city", "level", "bad-word"),
    (8, "sphere", "public", "sphere", "bad-word"),
    (9, "stateness", 1.5, "stateness", "out-of-range"),
    (10, "stateness", float("inf"), "stateness", "not-finite"),
    (11, "name_en", "bell\x07", "name_en", "bad-character"),
    (12, "name_zh", "长" * 100_001, "name_zh", "too-long"),
    (13, "group", "", "group", "wrong-type"),
    (14, "more", "{", "more", "wrong-type"),
    (15, "more", '{"population": -1}', "more.population", "out-of-range"),
    (16, "more", '{"member_of": "nobody"}', "more.member_of", "unknown-actor"),
    (17, "more", '{"member_of": "a17"}', "more.member_of", "member-cycle"),
    (
        18,
        "more",
        '{"evidence": [{"source": "diary"}]}',
        "more.evidence[0].source",
        "unknown-source",
    ),
    (19, "more", '{"kind": "owner"}', "more.kind", "unknown-field"),
    (20, "more", '{"capability": {"resources": 2}}', "more.capability.resources", "out-of-range"),
)
PLANTED_RELATIONS: tuple[tuple[int, str, Any, str, str], ...] = (
    (1, "id", None, "id", "missing-field"),
    (2, "id", "r 2", "id", "bad-id"),
    (3, "id", "r24", "id", ""),
    (24, "id", "r24", "id", "duplicate-relation"),
    (4, "from", None, "from", "missing-field"),
    (5, "from", "a99", "from", "unknown-actor"),
    (6, "to", "A2", "to", "unknown-actor"),
    (7, "class", "love", "class", "bad-word"),
    (8, "best", -0.1, "best", "out-of-range"),
    (9, "low", 7.0, "low", "out-of-range"),
    (10, "high", float("nan"), "high", "not-finite"),
    (11, "best", 0.1234567, "best", "too-many-decimals"),
    (12, "low", 0.75, "best", "strength-order"),
    (13, "high", 0.25, "best", "strength-order"),
    (14, "conveys", ["money", "moneys"], "conveys", "unknown-conveys"),
    (15, "conveys", [None], "conveys", "missing-field"),
    (16, "more", '{"status": "custom"}', "more.status", "bad-word"),
    (17, "more", '{"valid_from": "2024-02-30"}', "more.valid_from", "bad-date"),
    (
        18,
        "more",
        '{"valid_from": "2024-02-02", "valid_to": "2024-01-01"}',
        "more.valid_from",
        "dates-reversed",
    ),
    (
        19,
        "more",
        '{"evidence": [{"source": "survey", "lines": ["21"]}]}',
        "more.evidence[0].lines[0]",
        "lines-outside-source",
    ),
    (20, "more", '{"judgements": [{"expert": "Li", "best": 0.9}]}', "best", "strength-not-pool"),
    (21, "more", '{"basis": "survey", "basis": "text"}', "more", "wrong-type"),
)
PLANTED_REST = """\
variants:
  after:
    title: {en: After, zh: 之后}
    changes:
      - set_relation: {id: r22, strength: {low: 0.3, best: 0.6, high: 0.8}}
      - set_relation: {id: r99, strength: {low: 0.3, best: 0.6, high: 0.8}}
      - add_actor: {id: a21, kind: resident}
"""


def planted(rows: Rows, faults: tuple[tuple[int, str, Any, str, str], ...]) -> Rows:
    for row, column, value, _, _ in faults:
        rows[column][row - 1] = value
    return rows


def test_forty_planted_faults_of_all_kinds_are_told_and_nothing_else(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path / "t",
        planted(good_actors(), PLANTED_ACTORS),
        planted(good_relations(), PLANTED_RELATIONS),
        REST + PLANTED_REST,
    )
    wanted = [
        ("scenario.yaml:14:variants.after.changes[1].set_relation.id", "unknown-relation"),
        ("scenario.yaml:15:variants.after.changes[2].add_actor.id", "duplicate-actor"),
    ]
    for name, faults in (("actors", PLANTED_ACTORS), ("relations", PLANTED_RELATIONS)):
        wanted += [
            (f"{name}.parquet:{row}:{place}", code)
            for row, _, _, place, code in sorted(faults, key=lambda fault: fault[0])
            if code
        ]
    assert len(wanted) == 42
    assert told(folder) == wanted


def test_every_fault_says_in_both_languages_what_is_wrong(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "t", planted(good_actors(), PLANTED_ACTORS))
    for problem in problems_of(folder):
        assert problem.en.endswith((".", "?"))
        assert any("\u4e00" <= sign <= "\u9fff" for sign in problem.zh)
    hints = {problem.path: problem.hint("en") for problem in problems_of(folder)}
    assert "'resident'" in (hints["actors.parquet:6:kind"] or "")


# What is good


def test_what_a_table_leaves_out_follows_from_the_kind(tmp_path: Path) -> None:
    few = {name: good_actors()[name] for name in ("id", "kind")}
    some = {name: good_relations()[name] for name in ("id", "from", "to", "best")}
    with read_folder(folder_of(tmp_path / "t", few, some)) as tables:
        assert (tables.actors, tables.relations) == (ACTORS, RELATIONS)
        scenario = tables.whole()
    office, school = [*scenario.actors.values()][:2]
    assert (office.level.value, office.sphere.value, office.stateness) == (
        "organisation",
        "state",
        1,
    )
    assert (school.level.value, school.stateness, school.name.text("en")) == ("organisation", 0, "")
    relation = next(iter(scenario.relations.values()))
    assert relation.relation_class is RelationClass.EMPOWERMENT
    assert relation.strength == Strength.exactly(0.5)
    assert relation.status is Status.PRACTICE


@pytest.mark.parametrize(
    ("numbers", "strength"),
    [
        ((None, None, None), None),
        ((0.2, None, None), Strength(0.2, 0.2, 0.2)),
        ((0.2, 0.1, None), Strength(0.1, 0.2, 0.2)),
        ((0.2, None, 0.4), Strength(0.2, 0.2, 0.4)),
        ((None, 0.1, 0.4), Strength(0.1, None, 0.4)),
        ((0.0, 0.0, 1.0), Strength(0.0, 0.0, 1.0)),
    ],
)
def test_a_strength_is_known_unknown_or_a_range(
    tmp_path: Path, numbers: tuple[float | None, ...], strength: Strength | None
) -> None:
    rows = good_relations()
    for name, number in zip(("best", "low", "high"), numbers, strict=True):
        rows[name][3] = number
    with read_folder(folder_of(tmp_path / "t", None, rows)) as tables:
        assert [*tables.whole().relations.values()][3].strength == strength


def test_one_end_alone_is_no_strength(tmp_path: Path) -> None:
    rows = good_relations()
    rows["best"][0], rows["low"][0] = None, 0.2
    rows["best"][1], rows["high"][1] = None, 0.2
    assert told(folder_of(tmp_path / "t", None, rows)) == [
        ("relations.parquet:1:best", "missing-field"),
        ("relations.parquet:2:best", "missing-field"),
    ]


def test_judgements_decide_the_strength_beside_them(tmp_path: Path) -> None:
    rows = good_relations()
    rows["best"][0] = None
    rows["more"][0] = (
        '{"judgements": [{"expert": "Li", "best": 0.1}, {"expert": "Bo", "best": 0.2, "high": 0.9},'
        ' {"expert": "An", "best": 0.2}]}'
    )
    with read_folder(folder_of(tmp_path / "t", None, rows)) as tables:
        strength = next(iter(tables.whole().relations.values())).strength
        batch = next(tables.relation_batches())
    # (0.1 + 0.2 + 0.2) / 3, from the least to the greatest that anybody says
    assert strength is not None
    assert (strength.low, strength.best, strength.high) == pytest.approx((0.1, 0.5 / 3, 0.9))
    assert batch.rows[0][4:7] == pytest.approx((0.1, 0.5 / 3, 0.9))
    assert batch.more[0].strength == strength


@pytest.mark.parametrize(
    "made",
    [
        pa.int64(),
        pa.float32(),
        pa.float16(),
        pa.decimal128(7, 6),
    ],
    ids=str,
)
def test_numbers_of_any_type_are_numbers(tmp_path: Path, made: pa.DataType) -> None:
    folder = folder_of(tmp_path / "t")
    table = pq.read_table(folder / "relations.parquet")
    value: Any = 1 if pa.types.is_integer(made) else 0.25
    best = pa.array([value] * RELATIONS, pa.float64()).cast(made)
    pq.write_table(table.set_column(4, "best", best), folder / "relations.parquet")
    with read_folder(folder) as tables:
        assert {r.strength for r in tables.whole().relations.values()} == {Strength.exactly(value)}


def test_float32_is_taken_by_its_six_decimals(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "t")
    table = pq.read_table(folder / "relations.parquet")
    best = pa.array([0.1] * RELATIONS, pa.float32())
    pq.write_table(table.set_column(4, "best", best), folder / "relations.parquet")
    with read_folder(folder) as tables:
        assert next(iter(tables.whole().relations.values())).strength == Strength.exactly(0.1)


@pytest.mark.parametrize(
    "kind",
    [pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())],
    ids=str,
)
def test_texts_of_any_type_are_texts(tmp_path: Path, kind: pa.DataType) -> None:
    folder = folder_of(tmp_path / "t")
    for name in ("actors", "relations"):
        table = pq.read_table(folder / f"{name}.parquet")
        table = table.set_column(0, "id", table.column(0).cast(kind))
        pq.write_table(table, folder / f"{name}.parquet")
    with read_folder(folder) as tables:
        assert [*tables.whole().relations] == good_relations()["id"]


def test_the_row_numbers_of_pandas_are_no_column(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "t")
    table = pq.read_table(folder / "actors.parquet")
    numbers = pa.array(range(ACTORS))
    pq.write_table(table.append_column("__index_level_0__", numbers), folder / "actors.parquet")
    with read_folder(folder) as tables:
        assert tables.actors == ACTORS


def test_variants_name_entries_of_the_tables(tmp_path: Path) -> None:
    rows = good_actors()
    rows["more"][4] = '{"member_of": "a1"}'
    changes = """\
variants:
  after:
    title: {en: After, zh: 之后}
    changes:
      - set_relation: {id: r3, strength: {low: 0.6, best: 0.7, high: 0.8}}
      - set_actor: {id: a5, population: 12}
      - remove_actor: a4
      - rename_actor: {id: a9, to: a99}
      - add_relation: {id: r99, from: a99, to: a12, strength: null}
"""
    with read_folder(folder_of(tmp_path / "t", rows, None, REST + changes)) as tables:
        assert len(tables.scenario.variants["after"].changes) == 5
        assert not tables.scenario.actors
        assert not tables.scenario.relations


def test_a_variant_is_tried_on_the_entries_as_they_are(tmp_path: Path) -> None:
    rows = good_relations()
    rows["more"][2] = '{"valid_to": "2020-01-01"}'
    changes = """\
variants:
  after:
    title: {en: After, zh: 之后}
    changes:
      - set_relation: {id: r3, valid_from: 2021-01-01}
"""
    (place,) = told(folder_of(tmp_path / "t", None, rows, REST + changes))
    assert place[0].startswith("scenario.yaml:13:variants.after.changes[0]")


def test_what_a_faulty_row_would_have_brought_is_not_missed_twice(tmp_path: Path) -> None:
    actors, relations = good_actors(), good_relations()
    actors["kind"][6] = "nobody"
    relations["to"][2] = "nowhere"
    changes = """\
variants:
  after:
    title: {en: After, zh: 之后}
    changes:
      - set_relation: {id: r3, strength: {low: 0.6, best: 0.7, high: 0.8}}
      - set_actor: {id: a7, population: 12}
"""
    assert told(folder_of(tmp_path / "t", actors, relations, REST + changes)) == [
        ("actors.parquet:7:kind", "unknown-kind"),
        ("relations.parquet:3:to", "unknown-actor"),
    ]


# Files


def test_a_folder_without_its_files_says_which(tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    assert told(tmp_path / "t") == [
        ("scenario.yaml", "missing-table"),
        ("actors.parquet", "missing-table"),
        ("relations.parquet", "missing-table"),
    ]
    (folder_of(tmp_path / "u") / "actors.parquet").unlink()
    assert told(tmp_path / "u") == [("actors.parquet", "missing-table")]


def test_entries_in_the_file_beside_tables_are_refused(tmp_path: Path) -> None:
    rest = REST + "actors:\n  b1: {kind: resident}\nrelations: []\n"
    assert told(folder_of(tmp_path / "t", rest=rest)) == [
        ("scenario.yaml:9:actors", "unknown-field"),
        ("scenario.yaml:11:relations", "unknown-field"),
    ]


def test_columns_that_are_missing_unknown_twice_or_of_another_type_are_told(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "t")
    table = pq.read_table(folder / "actors.parquet").drop_columns(["kind"])
    table = table.append_column("levle", table.column("level"))
    table = table.set_column(5, "stateness", pa.array(["1"] * ACTORS))
    pq.write_table(table, folder / "actors.parquet")
    table = pq.read_table(folder / "relations.parquet")
    table = table.append_column("from", table.column("from"))
    table = table.set_column(7, "conveys", pa.array([b"money"] * RELATIONS))
    pq.write_table(table, folder / "relations.parquet")
    problems = problems_of(folder)
    assert [(problem.path, problem.code) for problem in problems] == [
        ("actors.parquet:kind", "missing-field"),
        ("actors.parquet:stateness", "wrong-type"),
        ("actors.parquet:levle", "unknown-field"),
        ("relations.parquet:from", "repeated-key"),
        ("relations.parquet:conveys", "wrong-type"),
    ]
    assert "'level'" in (problems[2].hint("en") or "")


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def csv(_: bytes) -> bytes:
    return b"id,from,to\nr1,a1,a2\n"


def hollow(data: bytes) -> bytes:
    """Keep the metadata and lose the pages."""
    return data[:8] + b"\0" * (len(data) // 3) + data[8 + len(data) // 3 :]


@pytest.mark.parametrize("spoil", [cut, csv, hollow, lambda _: b"", lambda data: data[:-1] + b"?"])
def test_what_is_no_whole_parquet_file_is_told(
    tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    path = folder_of(tmp_path / "t") / "relations.parquet"
    path.write_bytes(spoil(path.read_bytes()))
    assert told(tmp_path / "t") == [("relations.parquet", "bad-table")]


def varint(number: int) -> bytes:
    """Write a number as Thrift's compact protocol does, which Parquet's metadata are in."""
    rest, signs = number << 1, bytearray()
    while rest > 127:
        signs.append(rest & 127 | 128)
        rest >>= 7
    return bytes((*signs, rest))


def claiming(data: bytes, rows: int, claimed: int) -> bytes:
    """Let the metadata of a file claim another number of rows than its row groups have."""
    size = int.from_bytes(data[-8:-4], "little")
    body, footer = data[: -8 - size], data[-8 - size : -8]
    for place in range(size):  # the field stands before the row groups, in an i64: type 6
        if footer[place:].startswith(b"\x16" + varint(rows)):
            lie = footer[: place + 1] + varint(claimed) + footer[place + 1 + len(varint(rows)) :]
            made = body + lie + len(lie).to_bytes(4, "little") + data[-4:]
            if pq.read_metadata(pa.BufferReader(made)).num_rows == claimed:
                return made
    raise AssertionError


@pytest.mark.parametrize("claimed", [ACTORS - 1, ACTORS + 1, 19_000_000, 10**12])
def test_rows_are_counted_whatever_the_file_claims(tmp_path: Path, claimed: int) -> None:
    path = folder_of(tmp_path / "t") / "actors.parquet"
    path.write_bytes(claiming(path.read_bytes(), ACTORS, claimed))
    assert told(tmp_path / "t")[0] == ("actors.parquet", "bad-table")


def test_any_bytes_give_an_answer(tmp_path: Path, rng: random.Random) -> None:
    """Bytes of metadata and pages are changed at random; what the files claim is then a lie."""
    folder = folder_of(tmp_path / "t")
    path = folder / "relations.parquet"
    good = path.read_bytes()
    footer = len(good) - 8 - int.from_bytes(good[-8:-4], "little")
    refused = 0
    for _ in range(100):
        spoiled = bytearray(good)
        start = footer if rng.random() < 0.6 else 0
        for _ in range(rng.choice((1, 2, 5, 20))):
            spoiled[rng.randrange(start, len(good))] = rng.choice((0, 127, 128, 255))
        path.write_bytes(bytes(spoiled))
        problems = problems_if_any(folder)
        refused += bool(problems)
        assert {problem.path.partition(":")[0] for problem in problems} <= {path.name}
    assert refused > 50


def problems_if_any(folder: Path) -> tuple[Problem, ...]:
    try:
        with read_folder(folder) as tables:
            tables.whole()
    except ScenarioError as error:
        return error.problems
    return ()


def test_bytes_of_another_encoding_are_told_by_row(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "t")
    table = pq.read_table(folder / "actors.parquet")
    names = ["张".encode("gbk") if row % 2 else b"Zhang" for row in range(ACTORS)]
    spoiled = pa.StringArray.from_buffers(ACTORS, *pa.array(names, pa.binary()).buffers()[1:], None)
    pq.write_table(table.set_column(1, "name_en", spoiled), folder / "actors.parquet")
    assert told(folder) == [
        (f"actors.parquet:{row}:name_en", "not-utf-8") for row in range(2, ACTORS + 1, 2)
    ]


def test_one_text_half_a_million_times_takes_no_memory(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "t")
    count = 500_000
    word = pa.DictionaryArray.from_arrays(
        pa.array([0] * count, pa.int32()), pa.array(["x" * 90_000])
    )
    table = pa.table({"id": word, "from": word, "to": word})
    pq.write_table(table, folder / "relations.parquet", compression="zstd")
    assert (folder / "relations.parquet").stat().st_size < 10_000_000
    problems = problems_of(folder)  # as texts these would be 135 GB
    assert len(problems) == MAX_PROBLEMS + 1
    assert {problem.code for problem in problems} >= {"bad-id", "unknown-actor"}


def test_more_rows_than_are_read_are_refused_before_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(tmp_path / "t")
    form = TableForm("actors.parquet", (), ACTORS - 1)
    monkeypatch.setattr("graph_api.exchange.folder.reading.ACTORS", form)
    assert ("actors.parquet", "too-large") in told(folder)


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "t")
    with read_folder(folder) as tables:
        path = folder / "actors.parquet"
        path.write_bytes(path.read_bytes() + b" ")
        with pytest.raises(ScenarioError) as caught:
            tables.whole()
    assert caught.value.problems[0].code == "bad-table"


def test_rows_that_come_otherwise_than_they_were_checked_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged page may be read one way today and another way the next time."""
    read = TableFile.batches

    def otherwise(file: TableFile, progress: Callable[[int], None]) -> Iterator[Batch]:
        for batch in read(file, progress):
            if column in batch.texts:
                batch.texts[column] = Texts([], np.full(batch.size, -1))
            yield batch

    for column in ("kind", "to"):
        with read_folder(folder_of(tmp_path / column)) as tables:
            monkeypatch.setattr(TableFile, "batches", otherwise)
            with pytest.raises(ScenarioError) as caught:
                tables.whole()
        monkeypatch.undo()
        assert caught.value.problems[0].code == "bad-table"


@pytest.mark.parametrize("group", [7, 10_000])
def test_of_very_many_faults_the_first_are_told_and_all_are_counted(
    tmp_path: Path, group: int
) -> None:
    rows = {
        "id": [f"r{n}" for n in range(3_000)],
        "from": ["a20"] * 3_000,
        "to": ["nowhere", "nobody"] * 1_500,
        "class": ["love"] * 3_000,
    }
    path = folder_of(tmp_path / "t", None, rows) / "relations.parquet"
    pq.write_table(pq.read_table(path), path, row_group_size=group)
    problems = problems_of(path.parent)
    assert [problem.path for problem in problems[:3]] == [
        "relations.parquet:1:to",
        "relations.parquet:1:class",
        "relations.parquet:2:to",
    ]
    assert len(problems) == MAX_PROBLEMS + 1
    assert "5,000 more" in problems[-1].en


def test_progress_rises_to_one(tmp_path: Path) -> None:
    shares: list[float] = []
    with read_folder(folder_of(tmp_path / "t"), shares.append):
        pass
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1)
