"""The mechanism of essay 5 over GraphQL: every field, both languages, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from graph_api.exchange.tables import read_rows
from tests.api.client import Client
from tests.systems.migrant_integration.worlds import system


def ask(client: Client, fields: str, variant: str = "today") -> dict[str, Any]:
    found: dict[str, Any] = client.data(_document(fields, variant))["scenario"]["system"]
    return found


def _document(fields: str, variant: str = "today") -> str:
    return f"""{{
      scenario(key: "migrant-integration") {{
        system(variant: "{variant}") {{ ... on MigrantIntegrationSystem {{ {fields} }} }}
      }}
    }}"""


PROFILE = """profile(persons: [
  {id: "a", birthYear: 1979, economic: 0.2, identity: 1},
  {id: "b", birthYear: 1980, economic: 0.6, dailyLife: 0.5, psychological: null}
]) {
  generations {
    generation count
    mean { economic dailyLife psychological identity }
    known { economic dailyLife psychological identity }
  }
  gap { economic dailyLife psychological identity }
  caution zh: caution(language: ZH)
}"""


def test_persons_are_profiled_and_the_unknown_stay_unknown(seeded: Client) -> None:
    found = ask(seeded, PROFILE)["profile"]
    old, new = found["generations"]
    assert (old["generation"], old["count"]) == ("old", 1)
    assert old["mean"] == {
        "economic": 0.2,
        "dailyLife": None,
        "psychological": None,
        "identity": 1.0,
    }
    assert new["known"] == {"economic": 1, "dailyLife": 1, "psychological": 0, "identity": 0}
    assert found["gap"]["economic"] == pytest.approx(0.4)
    assert found["gap"]["psychological"] is None
    assert "cohort" in found["caution"]
    assert "队列" in found["zh"]


FORCES = """involution(cityPull: 0.2, cityPush: 0.2, peerPull: 0.9, peerPush: 0.1) {
  involuted margin communityGap peerGap atTheEdge explanation zh: explanation(language: ZH)
}"""


def test_a_table_gives_the_numbers_of_the_query(seeded: Client) -> None:
    table = "id,birth_year,economic,daily_life,psychological,identity\n"
    rows = read_rows(f"{table}a,1979,0.2,,,1\nb,1980,0.6,0.5,,\n".encode())
    by_table = system().with_rows(rows).profile()
    by_query = ask(seeded, PROFILE)["profile"]
    names = {"economic": "economic", "daily_life": "dailyLife"}
    for one, said in zip(by_table.generations, by_query["generations"], strict=True):
        assert one.count == said["count"]
        for side, name in names.items():
            assert one.mean[side] == said["mean"][name]
            assert one.known[side] == said["known"][name]
    assert {name: by_table.gap[side] for side, name in names.items()} == {
        name: by_query["gap"][name] for name in names.values()
    }


def test_forces_that_a_client_names_are_weighed(seeded: Client) -> None:
    found = ask(seeded, FORCES)["involution"]
    assert found["involuted"] is False
    assert (found["margin"], found["communityGap"]) == (0, 0)
    assert found["peerGap"] == pytest.approx(0.8)
    assert found["atTheEdge"] is True
    assert "pushes as much as it pulls" in found["explanation"]
    assert "推力等于拉力" in found["zh"]


def test_forces_left_out_are_those_of_the_view(seeded: Client) -> None:
    part = "involution(cityPull: 0.71) { involuted communityGap peerGap }"
    found = ask(seeded, part)["involution"]
    assert found["involuted"] is False
    assert found["peerGap"] == 0.5
    assert found["communityGap"] == pytest.approx(-0.01)


BOUNDS = """involutionBounds {
  involuted explanation zh: explanation(language: ZH)
  least { margin cityPull cityPush peerPull peerPush } most { margin }
}
involutionReadings { label zh: label(language: ZH) verdict { involuted cityPull } }"""


def test_the_bands_and_other_readings_leave_the_verdict_as_it_is(seeded: Client) -> None:
    today = ask(seeded, BOUNDS)
    bounds = today["involutionBounds"]
    assert bounds["involuted"] is True
    assert bounds["least"]["margin"] == pytest.approx(0.2)  # 0.60 - 0.40, twice
    assert [bounds["least"][name] for name in ("cityPull", "cityPush")] == [0.4, 0.6]
    assert [bounds["least"][name] for name in ("peerPull", "peerPush")] == [0.6, 0.4]
    assert bounds["most"]["margin"] == pytest.approx(0.88)  # 1 - 0.12
    assert "throughout" in bounds["explanation"]
    assert "始终存在内卷化" in bounds["zh"]
    readings = today["involutionReadings"]
    assert [one["verdict"]["involuted"] for one in readings] == [True] * 5
    assert readings[2]["verdict"]["cityPull"] == 0.15
    assert readings[0]["zh"] == "拉力取最强的一项"
    assert ask(seeded, BOUNDS, "after_remedies")["involutionBounds"]["involuted"] is False
    assert ask(seeded, BOUNDS, "training_only")["involutionBounds"]["involuted"] is None


def test_levers_are_there_only_where_something_needs_ending(seeded: Client) -> None:
    fields = "levers { key label zh: label(language: ZH) today needed change isolates }"
    found = ask(seeded, fields)["levers"]
    assert {lever["key"] for lever in found[:2]} == {"lower_push", "raise_service"}
    assert found[0]["change"] == pytest.approx(-0.45)
    assert found[-1]["isolates"] is True
    assert found[1]["zh"].startswith("社区加强")
    assert ask(seeded, fields, "after_remedies")["levers"] == []


ANSWER = "{ generation possible birthYears explanation zh: explanation(language: ZH) }"


def test_a_person_is_classified_by_year_or_age(seeded: Client) -> None:
    fields = f"""
      born: generation(birthYear: 1979) {ANSWER}
      aged: generation(age: 33) {ANSWER}
      open: generation(age: 31, year: 2011) {ANSWER}
    """
    found = ask(seeded, fields)
    assert (found["born"]["generation"], found["born"]["birthYears"]) == ("old", [1979])
    assert (found["aged"]["generation"], found["aged"]["birthYears"]) == ("old", [1977, 1978])
    assert found["open"]["generation"] is None
    assert found["open"]["possible"] == ["old", "new"]
    assert "老一代" in found["born"]["zh"]


def test_the_comparison_gives_signs_and_says_what_they_cannot_tell(seeded: Client) -> None:
    fields = """comparison {
      dimension sign ahead zh: ahead(language: ZH) caution zhCaution: caution(language: ZH)
      indicators { key label zh: label(language: ZH) sign }
    }"""
    found = ask(seeded, fields)["comparison"]
    signs = {one["dimension"]: one["sign"] for one in found}
    assert signs == {"economic": 1, "daily_life": -1, "psychological": 1}
    assert [len(one["indicators"]) for one in found] == [2, 2, 4]
    assert found[1]["ahead"] == "older generation ahead"
    assert found[1]["zh"] == "老一代领先"
    assert found[1]["indicators"][0]["label"] == "frequency of interaction"
    assert all("age" in one["caution"] and "年龄" in one["zhCaution"] for one in found)


def test_gaps_carry_both_readings_and_the_caution(seeded: Client) -> None:
    fields = """
      gaps { key label unit old new difference perYearOfAge caution zh: caution(language: ZH) }
      identification { waves ageFromCohort allThree }
      two: identification(waves: 2) { waves ageFromCohort allThree }
    """
    found = ask(seeded, fields)
    age, schooling = found["gaps"]
    assert (age["old"], age["new"]) == (44.76, 25.58)
    assert schooling["difference"] == pytest.approx(3.2)
    assert schooling["perYearOfAge"] == pytest.approx(-3.2 / 19.18)
    assert schooling["unit"] == "year"
    assert "队列" in schooling["zh"]
    assert found["identification"] == {"waves": 1, "ageFromCohort": False, "allThree": False}
    assert found["two"] == {"waves": 2, "ageFromCohort": True, "allThree": False}


def test_integration_is_null_while_nobody_has_said_a_capability(seeded: Client) -> None:
    fields = """integration {
      generation dimension openness binding capability integration
      barriers { key label zh: label(language: ZH) height }
    }"""
    found = ask(seeded, fields)["integration"]
    assert [one["generation"] for one in found] == ["old"] * 3 + ["new"] * 3
    assert {one["openness"] for one in found} == {0.25}
    assert {one["integration"] for one in found} == {None}
    heights = {one["key"]: one["height"] for one in found[-1]["barriers"]}
    assert heights == {"institutions": 0.75, "culture": 0.6, "people": 0.6}
    assert found[-1]["barriers"][0]["zh"].startswith("制度")


def test_a_capability_of_a_what_if_makes_an_integration(seeded: Client) -> None:
    document = """{ scenario(key: "migrant-integration") { view(changes: [
      {setParameter: {key: "capability_new_economic", value: 0.8}}
    ]) { system { ... on MigrantIntegrationSystem { integration {
      generation dimension capability integration
    } } } } } }"""
    rows = seeded.data(document)["scenario"]["view"]["system"]["integration"]
    (found,) = (row for row in rows if row["capability"] is not None)
    assert (found["generation"], found["dimension"]) == ("new", "economic")
    assert found["integration"] == pytest.approx(0.2)  # 0.8 of an openness of 0.25


def test_the_lever_of_registration_stops_opening_at_the_next_barrier(seeded: Client) -> None:
    part = "{ generation barrier openness { economic dailyLife psychological identity } }"
    found = ask(seeded, f"registration(levels: [0.5]) {part} usual: registration {part}")
    assert found["registration"][1]["openness"] == {
        "economic": 0.5,
        "dailyLife": pytest.approx(0.4),
        "psychological": pytest.approx(0.4),
        "identity": None,
    }
    assert len(found["usual"]) == 14


def test_the_limit_of_the_supports_is_without_evidence(seeded: Client) -> None:
    fields = """supports {
      limits lowest mean explanation zh: explanation(language: ZH)
      levels { key label zh: label(language: ZH) level }
    }"""
    found = ask(seeded, fields)["supports"]
    assert (found["limits"], found["lowest"], found["mean"]) == ([], None, None)
    assert found["explanation"].startswith("No evidence")
    assert found["zh"].startswith("没有依据")
    assert [one["level"] for one in found["levels"]] == [None] * 4
    assert found["levels"][0]["zh"] == "社区管理"


def test_the_risk_grows_while_the_view_is_one_of_involution(seeded: Client) -> None:
    fields = "risk(rounds: 2) { involuted afterEachRound } usual: risk { afterEachRound }"
    found = ask(seeded, fields)
    assert found["risk"] == {"involuted": True, "afterEachRound": pytest.approx([0.05, 0.0975])}
    assert len(found["usual"]["afterEachRound"]) == 10
    after = ask(seeded, fields, "after_remedies")["risk"]
    assert after == {"involuted": False, "afterEachRound": [0, 0]}


def test_doors_and_one_sided_pairs_and_uplift(seeded: Client) -> None:
    fields = """
      doors { generation actor { key } reach onward }
      twoWayPairs { a { key } b { key } mutual asymmetry }
      uplift { actor { key } given relief unknown }
      none: uplift(variant: "today") { given relief }
    """
    found = ask(seeded, fields)
    assert {door["onward"] for door in found["doors"]} == {0}
    assert found["doors"][-1]["generation"] == "new"
    first = found["twoWayPairs"][0]
    assert (first["a"]["key"], first["b"]["key"]) == ("new_gen_migrants", "urban_residents")
    assert found["uplift"][0]["actor"]["key"] == "urban_community"
    assert found["uplift"][0]["given"] == pytest.approx(1.65)
    assert {(one["given"], one["relief"]) for one in found["none"]} == {(0, 0)}


def test_an_actor_that_only_the_other_variant_has_is_null(seeded: Client) -> None:
    document = """{ scenario(key: "migrant-integration") { view(changes: [
      {removeRelation: "r3"}, {removeRelation: "r18"}, {removeRelation: "r19"},
      {removeActor: "city_mainstream"}
    ]) { system { ... on MigrantIntegrationSystem { uplift { actor { key } given } } } } } }"""
    rows = seeded.data(document)["scenario"]["view"]["system"]["uplift"]
    (found,) = (row for row in rows if row["actor"] is None)
    assert found["given"] == pytest.approx(0.55)  # all that it gives after the remedies


@pytest.mark.parametrize(
    ("fields", "parameter"),
    [
        ("profile(persons: []) { caution }", "persons"),
        ('profile(persons: [{id: "a", birthYear: 1980, economic: 1.2}]) { caution }', "economic"),
        (
            'profile(persons: [{id: "a", birthYear: 1980, dailyLife: 1e400}]) { caution }',
            "dailyLife",
        ),
        ('profile(persons: [{id: "a", birthYear: 80}]) { caution }', "birthYear"),
        ('profile(persons: [{id: "", birthYear: 1980}]) { caution }', "id"),
        ("involution(cityPull: 1.2) { margin }", "cityPull"),
        ("involution(peerPush: -1e400) { margin }", "peerPush"),
        ("generation { generation }", "birthYear"),
        ("generation(birthYear: 1980, age: 31) { generation }", "age"),
        ("generation(birthYear: 1980, year: 2011) { generation }", "year"),
        ("generation(age: 400) { generation }", "age"),
        ("generation(birthYear: 3000) { generation }", "birthYear"),
        ("generation(age: 30, year: 1066) { generation }", "year"),
        ("identification(waves: 0) { waves }", "survey_waves"),
        ("registration(levels: []) { barrier }", "levels"),
        ("registration(levels: [1e400]) { barrier }", "levels"),
        ("risk(rounds: 0) { involuted }", "rounds"),
        ("risk(rounds: 1001) { involuted }", "rounds"),
    ],
)
def test_bad_input_is_refused_by_the_name_of_its_field(
    seeded: Client, fields: str, parameter: str
) -> None:
    error = seeded.error(_document(fields))
    assert error["extensions"]["code"] == "BAD_PARAMETER"
    assert error["extensions"]["parameter"] == parameter


def test_the_person_who_cannot_be_is_named(seeded: Client) -> None:
    people = '{id: "a", birthYear: 1980}, {id: "b", birthYear: 1980, identity: 5}'
    error = seeded.error(_document(f"profile(persons: [{people}]) {{ caution }}"))
    assert error["extensions"]["parameter"] == "identity"
    assert "Person 'b'" in error["message"]


def test_persons_who_stand_twice_are_refused(seeded: Client) -> None:
    people = ", ".join(['{id: "a", birthYear: 1980}'] * 2)
    error = seeded.error(_document(f"profile(persons: [{people}]) {{ caution }}"))
    assert error["extensions"]["parameter"] == "persons"
    assert "stands twice" in error["message"]


def test_a_dimension_that_nobody_knows_is_refused(seeded: Client) -> None:
    person = '{id: "a", birthYear: 1980, spirit: 0.5}'
    error = seeded.error(_document(f"profile(persons: [{person}]) {{ caution }}"))
    assert "spirit" in error["message"]


def test_more_persons_or_levels_than_the_bound_are_refused(seeded: Client) -> None:
    document = """query ($people: [PersonInput!]!) { scenario(key: "migrant-integration") {
      system { ... on MigrantIntegrationSystem { profile(persons: $people) { caution } } }
    } }"""
    crowd = [{"id": str(number), "birthYear": 1980} for number in range(10_001)]
    error = seeded.error(document, people=crowd)
    assert error["extensions"]["parameter"] == "persons"
    assert "10,000" in error["message"]
    levels = ", ".join(["0.5"] * 101)
    error = seeded.error(_document(f"registration(levels: [{levels}]) {{ barrier }}"))
    assert error["extensions"]["parameter"] == "levels"


def test_an_unknown_force_says_which_is_missing(seeded: Client) -> None:
    document = """{ scenario(key: "migrant-integration") { view(changes: [
      {setRelation: {id: "r8", strength: null}}
    ]) { system { ... on MigrantIntegrationSystem { involution { margin } } } } } }"""
    error = seeded.error(document)
    assert error["extensions"]["parameter"] == "cityPush"
    assert "not known" in error["message"]


def test_an_unknown_variant_is_refused(seeded: Client) -> None:
    error = seeded.error(_document('uplift(variant: "nowhere") { given }'))
    assert error["extensions"]["code"] == "UNKNOWN_VARIANT"
