"""Mutual empowerment over GraphQL: every field, both languages, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.client import Client

EVERYTHING = """
query($variant: String) {
  scenario(key: "mutual-empowerment") { view(variant: $variant) { system {
    key title title_zh: title(language: ZH)
    ... on MutualEmpowermentSystem {
      burden(actor: "street_office") { tasksReceived tasksPassedOn authorityReceived statutory
        actual fields inflation burdenToAuthority passOnShare }
      committee: burden(actor: "residents_committee") { tasksReceived statutory inflation }
      autonomyShare(actor: "residents_committee")
      mismatch { function responsibility power benefit size }
      elements { levels { element level leverage } geometric arithmetic weakest gate }
      dynamics { times converged
        states { residents organisations infrastructural despotic quadrant } }
      stableStates { residents quadrant }
      restingStates { state { residents organisations } stable slowest }
      basins { share error holdsStart state { residents } }
      smallestPush(on: RESIDENTS)
      smallestPushes { on size }
      growth { indexBefore indexAfter gateAfter meanCapitalAfter
        elements { key name name_zh: name(language: ZH) before fedBefore fedAfter after stated
          relations }
        capitals { key name_zh: name(language: ZH) after } }
      uplifts { actor { key } relations total }
    }
  } } }
}
"""


def asked(client: Client, variant: str | None = None) -> Any:
    data = client.data(EVERYTHING, variant=variant)
    return data["scenario"]["view"]["system"]


def one(client: Client, field: str) -> Any:
    """Ask one field of the system of today."""
    query = f"""{{ scenario(key: "mutual-empowerment") {{ view {{ system {{
        ... on MutualEmpowermentSystem {{ found: {field} }} }} }} }} }}"""
    return client.data(query)["scenario"]["view"]["system"]["found"]


def refused(client: Client, field: str) -> dict[str, Any]:
    query = f"""{{ scenario(key: "mutual-empowerment") {{ view {{ system {{
        ... on MutualEmpowermentSystem {{ found: {field} }} }} }} }} }}"""
    return client.error(query)


def test_every_field_today(seeded: Client) -> None:
    found = asked(seeded)
    assert (found["title"], found["title_zh"]) == ("Mutual empowerment", "相互充权")
    assert found["burden"] == {
        "tasksReceived": 0.9,
        "tasksPassedOn": 0.9,
        "authorityReceived": 0.15,
        "statutory": 3,
        "actual": 100,
        "fields": 30,
        "inflation": pytest.approx(100 / 3),
        "burdenToAuthority": pytest.approx(6),
        "passOnShare": 1,
    }
    assert found["committee"] == {"tasksReceived": 0.9, "statutory": None, "inflation": None}
    assert found["autonomyShare"] == pytest.approx(0.40 / 2.95)
    assert found["mismatch"]["power"] == 0.15
    assert found["mismatch"]["size"] == pytest.approx(0.75)
    assert found["elements"]["weakest"] == "POLITICAL_POWER_AND_RESPONSIBILITY"
    assert found["elements"]["gate"] == 0
    assert len(found["elements"]["levels"]) == 8


def test_the_dynamics_of_today(seeded: Client) -> None:
    found = asked(seeded)
    course = found["dynamics"]
    assert course["converged"] is True
    assert course["times"][0] == 0
    assert len(course["times"]) == len(course["states"])
    assert course["states"][0] == {
        "residents": 0.25,
        "organisations": 0.25,
        "infrastructural": 0.3,
        "despotic": 0.7,
        "quadrant": "WEAK_WEAK",
    }
    assert course["states"][-1]["residents"] == pytest.approx(0.3396, abs=5e-5)
    assert [state["quadrant"] for state in found["stableStates"]] == ["WEAK_WEAK", "STRONG_STRONG"]
    assert [item["stable"] for item in found["restingStates"]] == [True, False, True]
    assert [item["holdsStart"] for item in found["basins"]] == [True, False]
    assert sum(item["share"] for item in found["basins"]) == pytest.approx(1)
    assert found["smallestPush"] == pytest.approx(0.2013, abs=1e-4)
    sizes = {item["on"]: item["size"] for item in found["smallestPushes"]}
    assert sizes == pytest.approx(
        {
            "RESIDENTS": 0.2013,
            "ORGANISATIONS": 0.2780,
            "INFRASTRUCTURAL": 0.6405,
            "DESPOTIC": -0.5867,
        },
        abs=1e-4,
    )


def test_growth_and_uplifts_of_today(seeded: Client) -> None:
    found = asked(seeded)
    growth = found["growth"]
    assert growth["indexBefore"] == pytest.approx(0.2434, abs=5e-5)
    assert growth["indexAfter"] == pytest.approx(0.5768, abs=5e-5)
    assert growth["gateAfter"] == pytest.approx((0.5768 - 0.35) / 0.65, abs=1e-4)
    assert growth["meanCapitalAfter"] == pytest.approx(1.9 / 3)
    assert growth["elements"][0] == {
        "key": "self_esteem",
        "name": "self-esteem",
        "name_zh": "自尊",
        "before": 0.3,
        "fedBefore": 0.2,
        "fedAfter": 0.7,
        "after": pytest.approx(0.7375),
        "stated": False,
        "relations": ["r27"],
    }
    assert [item["name_zh"] for item in growth["capitals"]] == ["政治资本", "经济能力", "社会资源"]
    first = found["uplifts"][0]
    assert (first["actor"], first["relations"]) == ({"key": "residents"}, 7)
    assert first["total"] == pytest.approx(3.45)


def test_every_field_after_the_remedies(seeded: Client) -> None:
    found = asked(seeded, "after_remedies")
    assert found["burden"]["passOnShare"] == pytest.approx(0.75)
    assert found["autonomyShare"] == pytest.approx(1.25 / 2.65)
    # The levels of the elements are those of today: the essay gives no other (L213).
    assert found["elements"]["gate"] == 0
    assert found["growth"]["indexAfter"] == found["growth"]["indexBefore"]
    assert found["uplifts"] == []


NUMBERS = "parameters: {theta: 0.4}"


def test_numbers_set_otherwise_reach_every_field_of_the_dynamics(seeded: Client) -> None:
    (lost,) = one(seeded, f"stableStates({NUMBERS}) {{ residents quadrant }}")
    assert lost["quadrant"] == "WEAK_WEAK"
    assert one(seeded, f"smallestPush(on: RESIDENTS, {NUMBERS})") is None
    assert one(seeded, "smallestPush(on: DESPOTIC, parameters: {h: 0.15})") == 0
    assert [item["size"] for item in one(seeded, f"smallestPushes({NUMBERS}) {{ size }}")] == [
        None
    ] * 4
    assert len(one(seeded, f"basins({NUMBERS}) {{ share }}")) == 1
    assert len(one(seeded, f"restingStates({NUMBERS}) {{ stable }}")) == 1
    # So do parameters that a what-if of the view sets.
    query = """{ scenario(key: "mutual-empowerment") {
        view(changes: [{setParameter: {key: "h", value: 0.15}}]) { system {
          ... on MutualEmpowermentSystem { smallestPush(on: RESIDENTS) } } } } }"""
    assert seeded.data(query)["scenario"]["view"]["system"] == {"smallestPush": 0}


def test_another_start_and_horizon(seeded: Client) -> None:
    weak = "{residents: 0.33955, organisations: 0.25, infrastructural: 0.3, despotic: 0.7}"
    assert one(seeded, f"smallestPush(on: RESIDENTS, start: {weak})") == pytest.approx(
        0.1118, abs=1e-4
    )
    grown = "{residents: 0.6, organisations: 0.25, infrastructural: 0.3, despotic: 0.7}"
    assert one(seeded, f"basins(start: {grown}) {{ holdsStart }}") == [
        {"holdsStart": False},
        {"holdsStart": True},
    ]
    short = one(seeded, "dynamics(horizon: 5) { times converged }")
    assert short["times"][-1] == 5
    assert short["converged"] is False


def test_robustness_counts_every_draw_once(seeded: Client) -> None:
    found = one(
        seeded,
        "robustness(draws: 100, seed: 2) { draws noTrap noStrongState trap first { on count }"
        " residentsFirstShare }",
    )
    assert found["noTrap"] + found["noStrongState"] + found["trap"] == found["draws"] == 100
    assert sum(item["count"] for item in found["first"]) == found["trap"]
    assert found["residentsFirstShare"] > 0.9
    still = one(seeded, "robustness(draws: 5, spread: 0) { trap residentsFirstShare }")
    assert still == {"trap": 5, "residentsFirstShare": 1}


def test_the_map_and_the_line(seeded: Client) -> None:
    cells = one(
        seeded,
        "pushMap(h: [0.15, 0.2, 0.3], theta: [0.35]) { h theta trap first pushes { on size } }",
    )
    assert [(cell["h"], cell["trap"], cell["first"]) for cell in cells] == [
        (0.15, "NO_TRAP", None),
        (0.2, "TRAP", "RESIDENTS"),
        (0.3, "NO_STRONG_STATE", None),
    ]
    assert cells[0]["pushes"] == []
    assert cells[1]["pushes"][0]["size"] == pytest.approx(0.2013, abs=1e-4)
    line = one(seeded, 'pushLine(parameter: "u", values: [0.05, 0.2]) { value trap first }')
    assert [(point["value"], point["first"]) for point in line] == [
        (0.05, "ORGANISATIONS"),
        (0.2, "RESIDENTS"),
    ]


@pytest.mark.parametrize(
    ("field", "word"),
    [
        ("stableStates(parameters: {theta: 1.2}) { residents }", "theta"),
        ("stableStates(parameters: {h: -0.1}) { residents }", "h"),
        ("stableStates(parameters: {u: 0}) { residents }", "u"),
        ("stableStates(parameters: {s: 1e400}) { residents }", "s"),
        ("dynamics(horizon: 0) { converged }", "horizon"),
        ("dynamics(horizon: 20000) { converged }", "horizon"),
        ("dynamics(horizon: 1e400) { converged }", "horizon"),
        (
            "smallestPush(on: RESIDENTS, start: {residents: 1.2, organisations: 0,"
            " infrastructural: 0, despotic: 0})",
            "residents",
        ),
        ("robustness(draws: 0) { draws }", "draws"),
        ("robustness(draws: 1001) { draws }", "draws"),
        ("robustness(seed: -1) { draws }", "seed"),
        ("robustness(spread: 1.5) { draws }", "spread"),
        ("pushMap(h: [], theta: [0.3]) { h }", "h"),
        ("pushMap(h: [0.2], theta: [1.3]) { h }", "theta"),
        ('pushLine(parameter: "c0", values: [0.2]) { value }', "c0"),
        ('pushLine(parameter: "u", values: [1e400]) { value }', "values"),
        ("basins(points: 0) { share }", "points"),
        ("basins(points: 30000) { share }", "points"),
        ("basins(seed: -1) { share }", "seed"),
    ],
)
def test_impossible_numbers_are_refused_by_name(seeded: Client, field: str, word: str) -> None:
    error = refused(seeded, field)
    assert error["extensions"]["code"] == "BAD_PARAMETER"
    assert word in error["message"]


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ('burden(actor: "street") { tasksReceived }', "UNKNOWN_ACTOR"),
        ('autonomyShare(actor: "committee")', "UNKNOWN_ACTOR"),
        ('elements(actor: "resident") { geometric }', "UNKNOWN_ACTOR"),
        ('growth(to: "after") { indexAfter }', "UNKNOWN_VARIANT"),
        ('uplifts(to: "after") { total }', "UNKNOWN_VARIANT"),
    ],
)
def test_names_that_are_not_there(seeded: Client, field: str, code: str) -> None:
    assert refused(seeded, field)["extensions"]["code"] == code


def test_what_nobody_knows_is_null(seeded: Client) -> None:
    query = """{ scenario(key: "mutual-empowerment") { view(changes: [
        {setRelation: {id: "r1", strength: null}}, {setRelation: {id: "r2", strength: null}},
        {setRelation: {id: "r7", strength: null}}, {setRelation: {id: "r27", strength: null}}]) {
      system { ... on MutualEmpowermentSystem {
        burden(actor: "street_office") { tasksReceived burdenToAuthority passOnShare inflation }
        autonomyShare(actor: "residents_committee")
        growth { elements { key after } indexAfter } } } } } }"""
    found = seeded.data(query)["scenario"]["view"]["system"]
    assert found["burden"]["tasksReceived"] is None
    assert found["burden"]["burdenToAuthority"] is None
    assert found["burden"]["passOnShare"] is None
    assert found["burden"]["inflation"] == pytest.approx(100 / 3)
    assert found["autonomyShare"] is None
    after = {item["key"]: item["after"] for item in found["growth"]["elements"]}
    assert after["self_esteem"] is None
    assert after["resources"] == pytest.approx(0.625)


def test_claims_and_measures_are_those_of_the_mechanism(seeded: Client) -> None:
    found = one(seeded, "claims { key holds statement(language: ZH) assumptions }")
    assert all(claim["holds"] for claim in found)
    assert len(found) == 16
    assert "赋权" not in "".join(claim["statement"] for claim in found)
