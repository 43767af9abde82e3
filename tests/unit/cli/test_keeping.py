"""import, export, list, show: what the store keeps."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from graph_api.service import Service
from graph_api.stores import FILE_NAME, SqliteStore
from tests.unit.cli.conftest import STREET, Runs


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    path = tmp_path / "changed.yaml"
    path.write_text(STREET.replace("strength: 0.8", "strength: 0.7"), encoding="utf-8")
    return path


def test_an_import_is_kept_and_answers_under_its_key(run: Runs, street: Path) -> None:
    assert "street created (revision 1)" in run("import", str(street)).out
    plain = run("pair", "street", "residents", "office", "--json").plain
    assert plain["provenance"]["revision"] == 1
    assert plain["mutual"] == pytest.approx(0.4)


def test_importing_the_same_again_changes_nothing(run: Runs, street: Path) -> None:
    run("import", str(street))
    assert "nothing changed (revision 1)" in run("import", str(street)).out


def test_a_scenario_that_is_there_is_replaced_only_when_told_to(
    run: Runs, street: Path, changed: Path
) -> None:
    run("import", str(street))
    refused = run("import", str(changed), "--json")
    assert refused.code == 2
    assert refused.error["code"] == "SCENARIO_EXISTS"
    tried = run("import", str(changed), "--replace", "--dry-run")
    assert "would be replaced" in tried.out
    assert "将替换" in run("import", str(changed), "--replace", "--dry-run", "--lang", "zh").out
    assert run("list", "--json").plain["scenarios"][0]["revision"] == 1
    done = run("import", str(changed), "--replace", "--reason", "survey", "--json").plain
    assert (done["revision"], done["created"], done["changed"]) == (2, False, True)


def test_replace_of_what_is_not_there_creates_it(run: Runs, street: Path) -> None:
    assert run("import", str(street), "--replace", "--json").plain["created"]


def test_nothing_of_a_bad_file_is_kept(run: Runs, tmp_path: Path, street: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(STREET.replace("to: committee", "to: comittee"), encoding="utf-8")
    for words in ((), ("--replace",)):
        done = run("import", str(bad), *words)
        assert done.code == 2
        assert "comittee" in done.err
    run("import", str(street))
    assert run("list", "--json").plain["scenarios"][0]["relations"] == 4


def test_warnings_come_along_and_do_not_stop(run: Runs) -> None:
    text = STREET.replace("{en: Office, zh: 街道办}", "{en: Office}")
    done = run("import", "-", stdin=text)
    assert done.code == 0
    assert "-:" in done.err
    assert run("import", "-", "--dry-run", "--json", stdin=text).plain["warnings"]


def test_an_export_is_the_file_byte_for_byte(run: Runs, street: Path, tmp_path: Path) -> None:
    run("import", str(street))
    assert run("export", "street").out.encode() == street.read_bytes()
    assert run("export", "street", "-o", "-").out.encode() == street.read_bytes()
    path = tmp_path / "out.yaml"
    assert "Wrote" in run("export", "street", "-o", str(path)).err
    assert path.read_bytes() == street.read_bytes()
    assert run("export", "street", "--json").plain["yaml"] == STREET


def test_a_seed_may_be_exported_and_shown_without_a_store(run: Runs, tmp_path: Path) -> None:
    done = run("export", "district")
    assert done.code == 0
    assert "seed" in done.err
    assert done.out == Path("seeds/district.yaml").read_text(encoding="utf-8")
    assert not (tmp_path / "data").exists()
    assert run("export", "distrct").code == 2


def test_a_seed_is_exported_from_a_store_that_has_others(run: Runs, street: Path) -> None:
    run("import", str(street))
    assert "seed" in run("export", "district").err
    assert run("export", "distrct").code == 2


def test_an_empty_store_lists_the_seeds(run: Runs, tmp_path: Path) -> None:
    done = run("list", "--json")
    assert [item["key"] for item in done.plain["scenarios"]][:2] == [
        "community-factory",
        "district",
    ]
    assert "empty" in done.err
    assert not (tmp_path / "data").exists()


def test_the_list_shows_title_and_size(run: Runs, street: Path) -> None:
    run("import", str(street))
    done = run("list", "--lang", "zh")
    assert "一条街" in done.out
    assert done.err == ""
    assert run("list", "--json").plain["scenarios"] == [
        {
            "key": "street",
            "revision": 1,
            "title": {"en": "One street", "zh": "一条街"},
            "actors": 3,
            "relations": 4,
        }
    ]


def test_show_gives_all_actors_and_relations(run: Runs, street: Path) -> None:
    done = run("show", str(street), "--variant", "better")
    assert "One street (street), variant better" in done.out
    assert "0.900 strong" in done.out
    assert "unknown" in done.out
    assert "3 actors, 4 relations" in done.out
    assert "sources: Survey of May" in done.out
    assert ["better", "Better"] in [text.split()[:2] for text in done.out.splitlines()]
    assert "as it is" in done.out
    plain = run("show", str(street), "--json").plain
    assert plain["variants"] == ["today", "better"]
    assert list(plain["actors"]) == ["office", "committee", "residents"]
    assert plain["relations"][0]["direction"] == "downward"
    assert plain["relations"][0]["band"] == "strong"


def test_show_gives_an_actor_with_its_relations_and_evidence(run: Runs, street: Path) -> None:
    done = run("show", str(street), "office")
    assert "Office (office): street office, organisation, state, stateness 1" in done.out
    assert "Survey of May, lines 3" in done.out
    assert "r2 " not in done.out
    assert "Given: 2" in done.out
    assert "Received: 1" in done.out
    assert "给出的关系：1" in run("show", str(street), "residents", "--lang", "zh").out
    residents = run("show", str(street), "residents").out
    assert "capability 0.500: self-esteem 0.5" in residents
    plain = run("show", str(street), "residents", "--json").plain
    assert plain["id"] == "residents"
    assert [item["id"] for item in plain["relations"]] == ["r2", "r3", "r4"]


def test_show_gives_few_known_elements_without_an_index(run: Runs, street: Path) -> None:
    change = "set_actor: {id: residents, capability: {resources: null}}"
    assert "capability -: " in run("show", str(street), "residents", "--change", change).out


def test_show_gives_a_relation_with_the_lines_it_rests_on(run: Runs, street: Path) -> None:
    done = run("show", str(street), "r3", "--lang", "zh")
    assert "五月调查，第 7 行：很少有人写信" in done.out
    assert "范围 0.4-0.4" in done.out
    assert run("show", str(street), "r4").out.count("range") == 0
    assert run("show", str(street), "r3", "--json").plain["band"] == "medium"


def test_show_of_what_is_not_there_names_the_nearest(run: Runs, street: Path) -> None:
    done = run("show", str(street), "comittee")
    assert done.code == 2
    assert "'committee'" in done.err


def test_an_export_tells_in_the_language_of_the_run_what_was_lost(
    run: Runs, tmp_path: Path
) -> None:
    own = STREET.replace(
        "{id: r1, from: office, to: committee, strength: 0.8, conveys: [money]}",
        "id: r1\n    from: office\n    to: committee\n    conveys: [money]\n"
        "    strength:\n      # as they said\n      {low: 0.7, best: 0.8, high: 0.9}",
    )
    run("import", "-", stdin=own)
    with closing(SqliteStore(tmp_path / "data" / FILE_NAME)) as store:
        change = {"set_relation": {"id": "r1", "strength": 0.3}}
        Service(store).apply_changes("street", [change], expected_revision=1)
    assert "中的注释“# as they said”未能保留" in run("export", "street", "--lang", "zh").err
    lost = run("export", "street", "--json").plain["lost"]
    assert len(lost) == 1
    assert lost[0] in run("export", "street").err
