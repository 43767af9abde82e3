"""The text as nodes: values by YAML 1.2 core, places to the character, and every limit."""

from __future__ import annotations

import json
import math
import time
from itertools import chain

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from graph_api.scenarios import document
from graph_api.scenarios.document import Node, node_of, read_document, resolve
from graph_api.scenarios.limits import MAX_BYTES


def codes(text: str | bytes) -> list[str]:
    return [problem.code for problem in read_document(text)[1]]


def root_of(text: str | bytes) -> Node:
    root, problems = read_document(text)
    assert root is not None, problems
    return root


def plain_of(node: Node) -> object:
    if node.kind == "map":
        return {key.raw: plain_of(value) for key, value in node.pairs}
    if node.kind == "list":
        return [plain_of(item) for item in node.elements]
    return node.value


def every(node: Node) -> list[Node]:
    inner = chain(chain.from_iterable(node.pairs), node.elements)
    return [node, *chain.from_iterable(every(item) for item in inner)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("2024-01-01", "2024-01-01"),
        ("0o17", 15),
        ("017", 17),
        ("0x1F", 31),
        ("-7", -7),
        ("+7", 7),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("true", True),
        ("FALSE", False),
        ("tRUE", "tRUE"),
        ("~", None),
        ("Null", None),
        ("nULL", "nULL"),
        ("-.INF", -math.inf),
        ("+.inf", math.inf),
        (".iNF", ".iNF"),
        ("9" * 5000, math.inf),
        ("-" + "9" * 5000, -math.inf),
        ("٣", "٣"),
    ],
)
def test_plain_scalars_follow_the_core_schema_of_yaml_1_2(text: str, value: object) -> None:
    found = resolve(text)
    assert found == value
    assert type(found) is type(value)


def test_not_a_number_is_a_float() -> None:
    found = resolve(".NaN")
    assert isinstance(found, float)
    assert math.isnan(found)


def test_quoted_scalars_are_texts() -> None:
    assert plain_of(root_of("a: '5'\nb: \"no\"\nc: |\n  7\n")) == {"a": "5", "b": "no", "c": "7\n"}


def test_places_count_lines_and_columns_from_one_and_characters_from_zero() -> None:
    text = "a: 社区\nb:\n  - x\n"
    root = root_of(text)
    (_, first), (key, second) = root.pairs
    assert (first.start, first.end) == (document.Mark(1, 4, 3), document.Mark(1, 6, 5))
    assert key.start == document.Mark(2, 1, 6)
    assert second.elements[0].start == document.Mark(3, 5, 13)


def test_a_byte_order_mark_counts_as_a_character_of_the_text_and_not_as_a_column() -> None:
    text = "\ufeffa: 1"
    assert root_of(text).pairs[0][0].start == document.Mark(1, 1, 1)
    assert root_of(text.encode()) == root_of(text)


def test_a_block_ends_with_its_last_child_and_not_with_the_comment_after_it() -> None:
    text = "a:\n  - b\n  - c: d\n\n# of what follows\ne: >-\n  f\n  g\n\n\n# the end\n"
    root = root_of(text)
    first, second = (value for _, value in root.pairs)
    assert first.start is not None
    assert first.end is not None
    assert text[first.start.index : first.end.index] == "- b\n  - c: d"
    assert second.start is not None
    assert second.end is not None
    assert text[second.start.index : second.end.index] == ">-\n  f\n  g"
    assert (second.end.line, second.end.column) == (8, 4)


def test_an_empty_block_scalar_ends_on_its_own_line() -> None:
    value = root_of("k: |\n\n\nb: 1\n").pairs[0][1]
    assert value.end == document.Mark(1, 5, 4)


def test_an_alias_stands_where_it_is_written_and_says_so() -> None:
    root = root_of("a: &x {k: 1}\nb: *x\n")
    aliased = root.pairs[1][1]
    assert aliased.alias
    assert aliased.start == document.Mark(2, 4, 16)
    assert plain_of(aliased) == {"k": 1}


def test_items_and_get_read_maps_and_lists() -> None:
    root = root_of("a: [1, 2]\n")
    inner = root.get("a")
    assert inner is not None
    assert len(inner.items) == 2
    assert len(root.items) == 1
    assert root.get("b") is None


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "empty-file", 1, 1),
        ("# only a remark\n", "empty-file", 1, 1),
        ("---\n", "empty-file", 1, 1),
        ("a: 1\n---\nb: 2\n", "more-documents", 2, 1),
        ("a: !!str 5\n", "yaml-tag", 1, 4),
        ("a: !own [1]\n", "yaml-tag", 1, 4),
        ("a: b: c\n", "bad-yaml", 1, 5),
        ("a: [1,\nb: 2\n", "bad-yaml", 3, 1),
        ("a: *nobody\n", "bad-alias", 1, 4),
        ("a: &a [*a]\n", "bad-alias", 1, 8),
        ("a: 1\nb: c\x07\n", "bad-character", 2, 5),
        ("a: \ud800\n", "bad-character", 1, 4),
        ("a: 1\nb: 2\na: 3\n", "repeated-key", 3, 1),
        (b"a: 1\nb: \xe4\xb8\n", "not-utf-8", 2, 4),
        ("a: 1".encode("utf-16"), "not-utf-8", 1, 1),
    ],
)
def test_what_is_no_yaml_for_us_is_named_with_its_place(
    text: str | bytes, code: str, line: int, column: int
) -> None:
    (problem,) = read_document(text)[1]
    assert (problem.code, problem.line, problem.column) == (code, line, column)
    assert problem.en
    assert problem.zh
    assert problem.hint_en
    assert problem.hint_zh


def test_the_byte_that_is_not_utf_8_is_told() -> None:
    (problem,) = read_document(b"zh: \xc9\xe7")[1]
    assert "byte 4 (0xc9)" in problem.en


def test_repeated_keys_are_told_with_their_path_wherever_they_lie() -> None:
    _, problems = read_document("a:\n- {x: 1, x: 2}\n- y: 1\n  z: {w: 1, w: 2}\n  y: 3\n")
    assert [(p.path, p.line) for p in problems] == [("a[0].x", 2), ("a[1].y", 5), ("a[1].z.w", 4)]


def test_keys_that_are_no_scalars_are_not_taken_for_repeated_ones() -> None:
    assert codes("? [a]\n: 1\n? [a]\n: 2\n") == []


def test_repeated_keys_of_an_alias_are_told_once() -> None:
    assert codes("a: &x {k: 1, k: 2}\nb: *x\nc: *x\n") == ["repeated-key"]


@pytest.mark.parametrize("bracket", ["[", "{", "[\n", "- ", "? "])
def test_a_hundred_thousand_brackets_are_refused_quickly(bracket: str) -> None:
    start = time.perf_counter()
    assert codes(bracket * 100_000) == ["too-deep"]
    assert time.perf_counter() - start < 20


def test_sixty_four_levels_are_read_and_one_more_is_not() -> None:
    assert codes("[" * 64 + "]" * 64) == []
    assert codes("[" * 65 + "]" * 65) == ["too-deep"]


def test_an_alias_may_stand_for_a_thousand_nodes_and_not_for_more() -> None:
    assert codes(f"a: &a [{'1,' * 999}]\nb: *a\n") == []
    assert codes(f"a: &a [{'1,' * 1000}]\nb: *a\n") == ["alias-bomb"]


def test_all_aliases_together_may_stand_for_a_hundred_thousand_nodes() -> None:
    assert codes(f"a: &a [{'1,' * 999}]\nb: [{'*a,' * 100}]\n") == []
    assert codes(f"a: &a [{'1,' * 999}]\nb: [{'*a,' * 101}]\n") == ["alias-bomb"]


def test_a_bomb_of_nested_aliases_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    assert codes("\n".join(lines)) == ["alias-bomb"]


def test_five_megabytes_are_read_and_more_are_not() -> None:
    assert codes("a: " + "x" * (MAX_BYTES - 3)) == []
    assert codes("a: " + "x" * (MAX_BYTES - 2)) == ["too-large"]
    assert codes(("a: " + "社" * (MAX_BYTES // 3)).encode()) == ["too-large"]
    assert codes("a: " + "社" * (MAX_BYTES // 3)) == ["too-large"]


def test_a_file_of_too_many_nodes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MAX_NODES", 5)
    assert codes("[1, 2, 3, 4]") == []
    assert codes("[1, 2, 3, 4, 5]") == ["too-many-nodes"]


def test_plain_values_become_nodes_without_places() -> None:
    plain = {"a": [1, 2.5, None, True, "no"], "b": {"c": "x"}}
    root = node_of(plain)
    assert plain_of(root) == plain
    assert {node.start for node in every(root)} == {None}
    assert node_of((1,)).kind == "list"


def test_what_is_no_plain_value_is_refused() -> None:
    with pytest.raises(TypeError, match="set is no plain value"):
        node_of({"a": {1}})
    deep: list[object] = []
    for _ in range(100):
        deep = [deep]
    with pytest.raises(ValueError, match="64 deep"):
        node_of(deep)


def test_without_libyaml_the_same_tree_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "# c\na: {b: [1, 'no', ~], c: >-\n    x\n    y\n}\nd: &q\n  - *nothing\n".replace(
        "*nothing", "0o7"
    )
    flow = "a: {b: [1, 'no', ~]}\nd: &q\n  - 0o7\ne: *q\n"
    want = [read_document(flow), read_document(text)[0] is None]
    monkeypatch.setattr(document, "_LOADER", yaml.Loader)
    assert [read_document(flow), read_document(text)[0] is None] == want
    assert codes('a: "\\U00110000"') == ["bad-yaml"]


YAMLISH = st.text(alphabet="ab:-,[]{}&*!#|>'\"%@` \n\t?<~01.é中\ufeff\x85\u2028", max_size=60)


@given(st.one_of(st.binary(max_size=80), YAMLISH, YAMLISH.map(str.encode)))
def test_any_text_gives_a_tree_or_a_problem(text: str | bytes) -> None:
    root, problems = read_document(text)
    assert (root is None) <= bool(problems)
    for problem in problems:
        assert problem.line is not None
        assert problem.line >= 1
    if root is not None:
        whole = text.decode() if isinstance(text, bytes) else text
        for node in every(root):
            assert node.start is not None
            assert node.end is not None
            assert 0 <= node.start.index <= node.end.index <= len(whole)


LETTERS = st.characters(min_codepoint=32, max_codepoint=0xD7FF, exclude_characters="\x7f")


@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(LETTERS, max_size=8)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.text("abc", min_size=1), inner)
        ),
        max_leaves=12,
    )
)
def test_json_is_yaml_and_is_read_as_it_was_written(plain: object) -> None:
    assert plain_of(root_of(json.dumps({"k": plain}))) == {"k": plain}
