"""pair, paths, bottlenecks, cut, compare: numbers worked out by hand on a street of three actors.

office -0.8-> committee -0.5-> residents -0.4-> office, so F = R = M = 0.4 for residents and office;
in the variant `better` the last is 0.9, so M = sqrt(0.9 x 0.4) = 0.6.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Runs

STREET = "street"


def test_a_pair_is_scored_in_both_directions(run: Runs, street: Path) -> None:
    done = run("pair", str(street), "residents", "office")
    assert done.code == 0
    assert "0.400 medium" in done.out
    assert "office → committee → residents" in done.out
    assert "dependence: 0.800, asymmetry: 0.000" in done.out
    assert "One street" not in done.err


def test_a_pair_in_chinese(run: Runs, street: Path) -> None:
    done = run("pair", str(street), "residents", "office", "--lang", "zh", "--variant", "better")
    assert "居民 (residents) ⇄ 街道办 (office)" in done.out
    assert "0.600 强" in done.out
    assert "依存度" in done.out


def test_json_has_whole_numbers_and_says_what_they_rest_on(run: Runs, street: Path) -> None:
    plain = run("pair", str(street), "residents", "office", "--variant", "better", "--json").plain
    assert plain["forward"] == 0.9
    assert plain["reverse"] == 0.8 * 0.5
    assert plain["mutual"] == pytest.approx(0.6, abs=1e-15)
    assert plain["band"] == "strong"
    assert plain["forwardPath"]["relations"] == ["r3"]
    assert plain["provenance"]["scenario"] == "street"
    assert plain["provenance"]["variant"] == "better"
    assert plain["provenance"]["revision"] == 0
    assert plain["provenance"]["parameters"]["reading"] == "product"


def test_what_if_changes_date_and_filter_make_another_view_and_stand_in_the_provenance(
    run: Runs, street: Path
) -> None:
    plain = run(
        "pair", str(street), "residents", "office", "--json", "--as-of", "2020-06-01",
        "--change", "set_relation: {id: r3, strength: 0.1}",
        "--change", "[{remove_relation: r4}]",
        "--min-strength", "0.05", "--class", "empowerment", "--conveys", "opinion",
    ).plain  # fmt: skip
    assert (plain["forward"], plain["reverse"]) == (0.1, 0.0)
    parameters = plain["provenance"]["parameters"]
    assert parameters["asOf"] == "2020-06-01"
    assert parameters["changes"] == [
        {"set_relation": {"id": "r3", "strength": 0.1}},
        {"remove_relation": "r4"},
    ]
    assert parameters["filter"] == {
        "classes": ["empowerment"],
        "conveys": ["opinion"],
        "minStrength": 0.05,
    }


def test_a_change_that_is_no_yaml_or_no_change_is_named(run: Runs, street: Path) -> None:
    assert run("pair", str(street), "residents", "office", "--change", "{").code == 2
    done = run("pair", str(street), "residents", "office", "--change", "set_relation: {id: r9}")
    assert done.code == 2
    assert "r9" in done.err


def test_the_scoring_follows_its_options(run: Runs, street: Path) -> None:
    plain = run(
        "pair", str(street), "residents", "office", "--decay", "0.5", "--max-hops", "2", "--json"
    ).plain
    assert plain["reverse"] == pytest.approx(0.8 * 0.5 * 0.5)
    weakest = run("pair", str(street), "office", "residents", "--reading", "weakest", "--json")
    assert weakest.plain["forward"] == 0.5
    walks = run("pair", str(street), "residents", "office", "--reading", "all_walks")
    assert walks.code == 0
    assert "medium" not in walks.out
    bad = run("pair", str(street), "residents", "office", "--reading", "product", "--damping", "1")
    assert bad.code == 2
    assert run("pair", str(street), "residents", "office", "--reading", "best").code == 2


def test_the_maturity_gate_closes_what_is_not_mature(run: Runs, street: Path) -> None:
    done = run("pair", str(street), "residents", "office", "--maturity", "0.6")
    assert "relations closed by the maturity gate: r3" in done.out
    half = run("pair", str(street), "residents", "office", "--maturity", "0.4", "--json").plain
    assert half["forward"] == pytest.approx(0.4 * (0.5 - 0.4) / (1 - 0.4))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("office",), "A pair has two actors"),
        (("offce", "residents"), "'office'"),
        (("office", "office"), "office"),
        (("office", "residents", "--variant", "bettr"), "'better'"),
        (("office", "residents", "--as-of", "yesterday"), "2024-12-31"),
        (("office", "residents", "--conveys", "gold"), "Nothing conveys 'gold'"),
        (("office", "residents", "--direction", "up"), "downward"),
        (("office", "residents", "--min-strength", "nan"), "min_strength"),
        (("office", "residents", "--decay", "0"), "decay"),
    ],
)
def test_a_question_without_meaning_is_the_callers_mistake(
    run: Runs, street: Path, words: tuple[str, ...], said: str
) -> None:
    done = run("pair", str(street), *words)
    assert done.code == 2
    assert said in done.err


def test_many_pairs_come_from_standard_input_one_json_line_each(run: Runs, street: Path) -> None:
    lines = (
        "residents office\nresidents,committee\n\n"
        '["office", "residents"]\n{"a": "committee", "b": "office"}'
    )
    done = run("pair", str(street), "--json", stdin=lines)
    answers = [json.loads(text) for text in done.out.splitlines()]
    assert done.code == 0
    assert [(answer["line"], answer["a"], answer["b"]) for answer in answers] == [
        (1, "residents", "office"),
        (2, "residents", "committee"),
        (4, "office", "residents"),
        (5, "committee", "office"),
    ]
    one = run("pair", str(street), "residents", "office", "--json").plain
    assert {**answers[0]} == {"line": 1, **one}


def test_nonsense_on_standard_input_is_named_by_line_and_the_rest_answered(
    run: Runs, street: Path
) -> None:
    lines = b"residents office\n\xff\xfe x\na b c\n[1, 2]\n[" + b"[" * 5000 + b"\nnobody office\n"
    lines += b"office\tresidents\n"
    done = run("pair", str(street), "--json", stdin=lines)
    assert done.code == 2
    assert [json.loads(text)["line"] for text in done.out.splitlines()] == [1, 7]
    errors = [json.loads(text)["error"] for text in done.err.splitlines()]
    assert [error["line"] for error in errors] == [2, 3, 4, 5, 6]
    assert {error["code"] for error in errors} == {"UNKNOWN_ACTOR", "BAD_PARAMETER"}
    table = run("pair", str(street), stdin=lines)
    assert table.code == 2
    assert table.out.count("0.400 medium") == 2
    assert "line 3: " in table.err
    assert "第 3 行：" in run("pair", str(street), "--lang", "zh", stdin=lines).err


def test_no_input_is_no_pairs(run: Runs, street: Path) -> None:
    assert run("pair", str(street), "--json").out == ""


def test_many_pairs_of_all_walks_have_no_word(run: Runs, street: Path) -> None:
    done = run("pair", str(street), "--reading", "all_walks", stdin="residents office\n")
    assert done.code == 0
    assert "medium" not in done.out


def test_paths_stand_best_first(run: Runs, street: Path) -> None:
    done = run("paths", str(street), "office", "residents", "-k", "2")
    assert "office → committee → residents" in done.out
    plain = run("paths", str(street), "office", "residents", "--json").plain
    assert plain["paths"][0]["score"] == 0.4
    assert plain["completeness"] == "complete"
    assert plain["provenance"]["parameters"]["first"] == 3
    assert plain["provenance"]["parameters"]["from"] == "office"


def test_without_a_path_it_says_so(run: Runs, street: Path) -> None:
    done = run("paths", str(street), "office", "residents", "--conveys", "opinion")
    assert "There is no path." in done.out


def test_an_answer_that_was_cut_short_says_by_what(run: Runs, street: Path) -> None:
    done = run(
        "paths", str(street), "office", "residents", "-k", "1",
        "--change", "add_relation: {from: office, to: residents, strength: 0.3}",
    )  # fmt: skip
    assert "cut by count" in done.out


def test_the_committee_is_the_bottleneck_of_residents_and_office(run: Runs, street: Path) -> None:
    done = run("bottlenecks", str(street), "--between", "residents", "--and", "kind=street_office")
    assert "Committee (committee)" in done.out
    plain = run(
        "bottlenecks", str(street), "--between", "residents", "--and", "office", "--json"
    ).plain
    assert plain["rows"][0] == {
        "subject": "committee",
        "loss": pytest.approx(0.4),
        "lossShare": 1.0,
        "pairsCut": 1,
    }
    assert plain["totalCount"] == len(plain["rows"])
    assert plain["provenance"]["parameters"]["between"] == "residents"


@pytest.mark.parametrize(
    ("target", "subject"),
    [("relation", "r1: Office → Committee"), ("channel", "Committee → Residents (r2)")],
)
def test_bottlenecks_may_be_relations_or_channels(
    run: Runs, street: Path, target: str, subject: str
) -> None:
    done = run(
        "bottlenecks", str(street), "--between", "residents", "--and", "office",
        "--target", target, "--first", "1",
    )  # fmt: skip
    assert subject in done.out
    assert " 2 " not in done.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--between", "kind=nobody", "--and", "office"), "means no actor"),
        (("--between", "knd=resident", "--and", "office"), "'kind'"),
        (("--between", "residents", "--and", "office", "--target", "actr"), "'actor'"),
        (("--between", "residents", "--and", "office", "--first", "0"), "at least 1"),
        (("--between", "residents"), "--and"),
    ],
)
def test_a_group_without_meaning_is_the_callers_mistake(
    run: Runs, street: Path, words: tuple[str, ...], said: str
) -> None:
    done = run("bottlenecks", str(street), *words)
    assert done.code == 2
    assert said in done.err


def test_a_cut_is_the_weakest_link_of_a_chain(run: Runs, street: Path) -> None:
    done = run("cut", str(street), "office", "residents")
    assert "0.500 medium" in done.out
    assert "connected; capacity: 0.5 " in done.out
    assert "Committee → Residents" in done.out
    plain = run("cut", str(street), "office", "residents", "--target", "actor", "--json").plain
    assert plain["actors"] == ["committee"]
    assert plain["capacity"] == 1
    assert plain["from"] == "office"
    assert "Committee" in run("cut", str(street), "office", "residents", "--target", "actor").out


def test_a_cut_without_a_path_or_between_neighbours_says_so(run: Runs, street: Path) -> None:
    nothing = run("cut", str(street), "office", "residents", "--conveys", "opinion")
    assert "nothing to cut" in nothing.out
    joined = run("cut", str(street), "residents", "office", "--target", "actor")
    assert "joins them directly" in joined.out


def test_two_variants_are_compared_by_relation_pair_and_side(run: Runs, street: Path) -> None:
    done = run(
        "compare", str(street), "today", "better", "--between", "residents", "--and", "office"
    )
    assert "0.900 strong" in done.out
    assert "0.600 strong" in done.out
    assert "the two sides: one-sided. One side changes" in done.out
    assert "Residents → Office" in done.out
    chinese = run("compare", str(street), "today", "better", "--lang", "zh").out
    assert "国家与社会两方：单边。一方变化，另一方不变。" in chinese
    plain = run("compare", str(street), "today", "better", "--json").plain
    assert plain["relations"] == [{"relation": "r3", "before": 0.4, "after": 0.9}]
    assert plain["synergy"] == "one_sided"
    assert plain["pairs"] == []
    assert plain["provenance"]["after"]["variant"] == "better"
    assert run("compare", str(street), "today", "better", "--between", "residents").code == 2


def test_a_relation_of_unknown_strength_is_shown_as_unknown(run: Runs, street: Path) -> None:
    change = "set_relation: {id: r2, strength: null}"
    done = run("pair", str(street), "office", "residents", "--change", change)
    assert "unknown relations that matter: r2" in done.out
    assert "forward     unknown" in done.out


def test_what_costs_nothing_is_counted_and_shown_when_asked_for(run: Runs, street: Path) -> None:
    words = ("bottlenecks", str(street), "--between", "residents", "--and", "office")
    by_relation = (*words, "--target", "relation")
    done = run(*by_relation)
    assert "r4" not in done.out
    assert "1 others cost nothing" not in done.out
    assert "Without r1: Office → Committee the pairs together lose 0.400" in done.out
    assert "100% of all they have; pairs left without any: 1" in done.out
    assert "2 more cost less" in run(*by_relation, "--first", "1").out
    nothing = run(*words, "--conveys", "opinion")
    assert "Nothing alone is a bottleneck here." in nothing.out
    assert "All 3 cost nothing" in nothing.out
    shown = run(*words, "--conveys", "opinion", "--all")
    assert "Committee (committee)" in shown.out
    assert "cost nothing" not in shown.out


def test_a_small_loss_does_not_look_like_none(run: Runs, street: Path) -> None:
    words = (
        "--change", "set_relation: {id: r3, strength: 0.000001}",
        "--change", "set_relation: {id: r2, strength: 0.2}",
    )  # fmt: skip
    done = run(
        "bottlenecks", str(street), "--between", "residents", "--and", "office", *words
    )  # M = sqrt(0.8 x 0.2 x 0.000001) = 0.0004
    assert "0.0004 " in done.out
