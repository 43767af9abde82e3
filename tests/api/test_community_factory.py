"""The community factory over GraphQL: every field, both languages, what is refused, and cases."""

from __future__ import annotations

from typing import Any

import pytest

from graph_api.api.app import build_app
from graph_api.service import Service
from tests.api.client import PATIENT, ROOT, Client

KEY = "community-factory"
SYSTEM = """{ scenario(key: "community-factory") { system { ... on CommunityFactorySystem {
  %s } } } }"""
IDENTIFY = """identify(households: $h, dimensions: $d, k: $k) { headcount intensity intensityAtMost
  adjusted adjustedAtMost gap squaredGap poor unknown
  byDimension { dimension censoredHeadcount contribution } }
  targeting(households: $h, dimensions: $d, k: $k, served: $s) { exclusionError inclusionError
  missed leaked unknownServed }"""

DIMENSIONS = [
    {"key": key, "weight": 0.25, "cutoff": cutoff}
    for key, cutoff in (("a", 13), ("b", 12), ("c", 3), ("d", 1))
]
# The four persons of Alkire and Foster 2011.
HOUSEHOLDS = [
    {
        "id": f"p{number}",
        "achievements": [
            {"dimension": key, "value": value} for key, value in zip("abcd", row, strict=True)
        ],
    }
    for number, row in enumerate(
        ((13.1, 14, 4, 1), (15.2, 7, 5, 0), (12.5, 10, 1, 0), (20, 11, 3, 1)), start=1
    )
]


def given(**other: Any) -> dict[str, Any]:
    return {"h": HOUSEHOLDS, "d": DIMENSIONS, "k": 0.5, "s": ["p1", "p2"], **other}


TYPES = {"h": "[HouseholdInput!]!", "d": "[DimensionInput!]!", "k": "Float!", "s": "[ID!]!"}


def question(fields: str, **changed: Any) -> tuple[str, dict[str, Any]]:
    """Write the query with the variables that its fields use, and give their values."""
    used = {key: word for key, word in TYPES.items() if f"${key}" in fields}
    head = ", ".join(f"${key}: {word}" for key, word in used.items())
    values = {key: value for key, value in given(**changed).items() if key in used}
    return f"query{f'({head})' if head else ''} {SYSTEM % fields}", values


def asked(client: Client, fields: str, **changed: Any) -> Any:
    query, variables = question(fields, **changed)
    return client.data(query, **variables)["scenario"]["system"]


def test_the_published_example_by_graphql(seeded: Client) -> None:
    found = asked(seeded, IDENTIFY)
    poverty = found["identify"]
    assert (poverty["headcount"], poverty["intensity"], poverty["adjusted"]) == (0.5, 0.75, 0.375)
    assert (poverty["intensityAtMost"], poverty["adjustedAtMost"]) == (0.75, 0.375)
    assert poverty["gap"] == pytest.approx(0.2055, abs=5e-5)
    assert poverty["squaredGap"] == pytest.approx(0.1655, abs=5e-5)
    assert (poverty["poor"], poverty["unknown"]) == (["p2", "p3"], [])
    assert [item["censoredHeadcount"] for item in poverty["byDimension"]] == [0.25, 0.5, 0.25, 0.5]
    assert sum(item["contribution"] for item in poverty["byDimension"]) == pytest.approx(1)
    assert found["targeting"] == {
        "exclusionError": 0.5,
        "inclusionError": 0.5,
        "missed": ["p3"],
        "leaked": ["p1"],
        "unknownServed": [],
    }


def test_unknown_achievements_leave_a_household_open(seeded: Client) -> None:
    open_one = {"id": "p5", "achievements": [{"dimension": "a", "value": None}]}
    found = asked(seeded, IDENTIFY, h=[*HOUSEHOLDS, open_one], s=["p5"])
    assert found["identify"]["unknown"] == ["p5"]
    assert found["identify"]["headcount"] == 0.5
    assert found["targeting"]["unknownServed"] == ["p5"]
    assert found["targeting"]["inclusionError"] is None


def test_robustness_by_graphql(seeded: Client) -> None:
    found = asked(
        seeded,
        """stability(households: $h, dimensions: $d, k: $k, draws: 200, seed: 3)
           { household atLeast atMost error }
           headcountOverK(households: $h, dimensions: $d) { above upTo headcount adjusted }""",
    )
    assert [item["household"] for item in found["stability"]] == ["p1", "p2", "p3", "p4"]
    assert (found["stability"][0]["atMost"], found["stability"][2]["atLeast"] > 0.5) == (0, True)
    assert found["stability"][1]["error"] > 0
    assert found["headcountOverK"] == [
        {"above": 0, "upTo": 0.25, "headcount": 0.75, "adjusted": 0.4375},
        {"above": 0.25, "upTo": 0.5, "headcount": 0.5, "adjusted": 0.375},
        {"above": 0.5, "upTo": 1, "headcount": 0.25, "adjusted": 0.25},
    ]


def test_todays_rules_by_graphql(seeded: Client) -> None:
    found = asked(
        seeded,
        "todayRules { key line exclusionError inclusionError }"
        " spirit: todayRules(spiritOnly: true) { key missed }",
    )
    assert [(item["key"], item["line"]) for item in found["todayRules"]] == [
        ("income", "337"),
        ("material", "303"),
        ("visits", "299"),
    ]
    assert found["todayRules"][0]["exclusionError"] == pytest.approx(42 / 99)
    assert found["todayRules"][0]["inclusionError"] == pytest.approx(7 / 64)
    assert all("spirit" in profile for profile in found["spirit"][0]["missed"])


def test_claims_and_measures_stand_in_both_languages(seeded: Client) -> None:
    found = asked(
        seeded,
        "key title zh: title(language: ZH) claims { key holds observed zh: observed(language: ZH) }"
        " measures { key value } parameters { key value }",
    )
    assert (found["key"], found["zh"]) == ("community_factory", "社区工厂")
    claims = {item["key"]: item for item in found["claims"]}
    assert claims["poor_lack_voice"]["holds"] is True
    assert claims["all_three_gain"]["holds"] is False
    assert claims["poor_lack_voice"]["observed"] != claims["poor_lack_voice"]["zh"]
    assert {item["key"]: item["value"] for item in found["measures"]}["output_per_job"] == 60_000


@pytest.mark.parametrize(
    ("changed", "parameter"),
    [
        ({"k": 0}, "k"),
        ({"k": 1.2}, "k"),
        ({"h": []}, "households"),
        ({"d": []}, "dimensions"),
        ({"d": [{**DIMENSIONS[0], "weight": 0.5}, *DIMENSIONS[1:]]}, "dimensions"),
        ({"d": [*DIMENSIONS[1:], {**DIMENSIONS[0], "key": "z"}]}, "households"),
        ({"h": [HOUSEHOLDS[0], HOUSEHOLDS[0]]}, "households"),
        (
            {
                "h": [
                    {
                        "id": "p",
                        "achievements": [{"dimension": "a"}, {"dimension": "a", "value": 1}],
                    }
                ]
            },
            "households",
        ),
        ({"h": [{"id": "p", "achievements": []}]}, "households"),
    ],
)
def test_a_wrong_question_names_the_field(
    seeded: Client, changed: dict[str, Any], parameter: str
) -> None:
    fields = "identify(households: $h, dimensions: $d, k: $k) { headcount adjusted }"
    query, variables = question(fields, **changed)
    answer = seeded.ask(query, **variables)
    assert answer["data"]["scenario"]["system"]["identify"] is None
    extensions = [error["extensions"] for error in answer["errors"]]
    assert {item["code"] for item in extensions} == {"BAD_PARAMETER"}
    assert {item["parameter"] for item in extensions} == {parameter}


@pytest.mark.parametrize(
    ("fields", "parameter"),
    [
        ("identify(households: $h, dimensions: $d, k: 1e400) { headcount }", "k"),
        ('targeting(households: $h, dimensions: $d, k: $k, served: ["p9"]) { missed }', "served"),
        ("stability(households: $h, dimensions: $d, k: $k, draws: 0) { atLeast }", "draws"),
        (
            "stability(households: $h, dimensions: $d, k: $k, concentration: 1e400) { atLeast }",
            "concentration",
        ),
    ],
)
def test_a_wrong_argument_names_itself(seeded: Client, fields: str, parameter: str) -> None:
    query, variables = question(fields)
    error = seeded.error(query, **variables)
    assert error["extensions"]["code"] == "BAD_PARAMETER"
    assert error["extensions"]["parameter"] == parameter


def test_the_four_dimensions_and_what_jobs_explain(seeded: Client) -> None:
    found = asked(
        seeded,
        """fourDimensions { overall weakest margin dimensions { key name zh: name(language: ZH)
             level least deficiencyAt weakest { from { key } to { key } conveys } } }
           explainedHouseholds { figure line atMost share unexplained }""",
    )
    four = found["fourDimensions"]
    assert (four["weakest"], four["overall"]) == ("assessment", pytest.approx(3.35 / 8))
    assert four["margin"] == pytest.approx(3.2 / 7 - 3.35 / 8)
    last = four["dimensions"][-1]
    assert (last["key"], last["name"], last["zh"]) == ("assessment", "assessment", "精准考核")
    assert (last["least"], last["deficiencyAt"]) == (0.1, "329")
    assert last["weakest"] == {
        "from": {"key": "poor_households"},
        "to": {"key": "community_factories"},
        "conveys": "opinion",
    }
    assert four["dimensions"][2]["deficiencyAt"] is None
    assert [item["atMost"] for item in found["explainedHouseholds"]] == [172, 600, 2400, 2500]
    assert found["explainedHouseholds"][0] == {
        "figure": "registered_poor_employed_households",
        "line": "297",
        "atMost": 172,
        "share": pytest.approx(0.0688),
        "unexplained": 2328,
    }


def test_an_unknown_relation_leaves_its_dimension_without_a_weakest(seeded: Client) -> None:
    changes = ", ".join(
        f'{{setRelation: {{id: "r{number}", strength: null}}}}' for number in (5, 6, 7, 20)
    )
    query = (
        f'{{ scenario(key: "community-factory") {{ view(changes: [{changes}]) {{ system {{'
        " ... on CommunityFactorySystem { fourDimensions { overall dimensions { level least"
        " weakest { conveys } } } } } } } }"
    )
    four = seeded.data(query)["scenario"]["view"]["system"]["fourDimensions"]
    assert four["overall"] is None
    assert four["dimensions"][2] == {"level": None, "least": None, "weakest": None}


# Cases -------------------------------------------------------------------------------------------

CASES = """query($first: Int, $after: String, $state: CaseState) {
  scenario(key: "community-factory") { system { ... on CommunityFactorySystem {
  cases(first: $first, after: $after, state: $state) {
  totalCount stale pageInfo { hasNextPage endCursor } edges { cursor node { id household state
  history { at before after note by } observations(indicator: "deprivation")
  { indicator value at note by } nextStates } } } } } } }"""
MOVE = """mutation($i: MoveCaseInput!) { moveCase(input: $i) { __typename
  ... on ChangesApplied { revision scenario { revision history(first: 1) { edges { node
  { revision changes } } } } }
  ... on RevisionConflict { expected actual }
  ... on InvalidChanges { problems { code path message zh: message(language: ZH) hint } } } }"""
RECORD = """mutation($i: RecordObservationInput!) { recordObservation(input: $i) { __typename
  ... on ChangesApplied { revision }
  ... on RevisionConflict { expected actual }
  ... on InvalidChanges { problems { code path } } } }"""


@pytest.fixture
def factory(service: Service) -> Client:
    path = ROOT / "seeds" / "community-factory.yaml"
    service.import_scenario(path.read_bytes(), name=path.name)
    return Client(build_app(service, PATIENT))


def move(client: Client, case: str, to: str, revision: int, **other: Any) -> Any:
    asked_for = {"scenario": KEY, "case": case, "to": to, "expectedRevision": revision, **other}
    return client.data(MOVE, i=asked_for)["moveCase"]


def listed(client: Client, **variables: Any) -> Any:
    return client.data(CASES, **variables)["scenario"]["system"]["cases"]


def test_a_case_is_opened_moved_observed_and_found_again(factory: Client) -> None:
    opened = move(factory, "h1", "IDENTIFIED", 1, note="visited")
    assert opened["__typename"] == "ChangesApplied"
    assert opened["scenario"]["history"]["edges"][0]["node"] == {
        "revision": 2,
        "changes": [{"move_case": {"id": "h1", "to": "identified", "note": "visited"}}],
    }
    (edge,) = listed(factory)["edges"]
    node = edge["node"]
    assert (node["household"], node["state"]) == ("h1", "IDENTIFIED")
    assert node["nextStates"] == ["ASSISTED"]
    assert move(factory, node["id"], "ASSISTED", 2)["revision"] == 3  # by its node id too
    seen = {
        "scenario": KEY,
        "case": "h1",
        "indicator": "deprivation",
        "value": 0.4,
        "at": "2016-06-01",
        "expectedRevision": 3,
        "note": "first",
    }
    assert factory.data(RECORD, i=seen)["recordObservation"]["revision"] == 4
    wage = {**seen, "indicator": "wage", "value": None, "expectedRevision": 4}
    assert factory.data(RECORD, i=wage)["recordObservation"]["revision"] == 5
    (edge,) = listed(factory)["edges"]
    assert [item["after"] for item in edge["node"]["history"]] == ["IDENTIFIED", "ASSISTED"]
    assert edge["node"]["observations"] == [
        {"indicator": "deprivation", "value": 0.4, "at": "2016-06-01", "note": "first", "by": ""}
    ]
    query = (
        "query($id: ID!) { node(id: $id) { id ... on Case"
        " { household state observations { value } } } }"
    )
    again = factory.data(query, id=node["id"])["node"]
    assert (again["household"], again["state"]) == ("h1", "ASSISTED")
    assert again["observations"] == [{"value": 0.4}, {"value": None}]
    undone = factory.data(
        'mutation { undo(input: {scenario: "community-factory", revision: 5, expectedRevision: 5})'
        " { __typename } }"
    )
    assert undone["undo"]["__typename"] == "ChangesApplied"


def test_cases_come_in_pages_and_by_state(factory: Client) -> None:
    for number, name in enumerate(("c", "a", "b"), start=1):
        move(factory, name, "IDENTIFIED", number)
    move(factory, "b", "ASSISTED", 4)
    page = listed(factory, first=2)
    assert [edge["node"]["household"] for edge in page["edges"]] == ["a", "b"]
    assert (page["totalCount"], page["pageInfo"]["hasNextPage"]) == (3, True)
    rest = listed(factory, first=2, after=page["pageInfo"]["endCursor"])
    assert [edge["node"]["household"] for edge in rest["edges"]] == ["c"]
    assert [edge["node"]["household"] for edge in listed(factory, state="ASSISTED")["edges"]] == [
        "b"
    ]
    other = factory.ask(CASES, after=page["pageInfo"]["endCursor"], state="ASSISTED")
    assert other["errors"][0]["extensions"]["code"] == "BAD_CURSOR"


def test_illegal_steps_are_data_and_nothing_is_stored(factory: Client) -> None:
    refused = move(factory, "h1", "EXITED", 1)
    assert [item["code"] for item in refused["problems"]] == ["unknown-case"]
    move(factory, "h1", "IDENTIFIED", 1)
    refused = move(factory, "h1", "EXITED", 2)
    (problem,) = refused["problems"]
    assert (problem["code"], problem["path"]) == ("illegal-transition", "to")
    assert "assisted" in problem["hint"]
    assert problem["message"] != problem["zh"]
    conflict = move(factory, "h1", "ASSISTED", 1)
    assert conflict == {"__typename": "RevisionConflict", "expected": 1, "actual": 2}


def test_a_reading_that_cannot_be_is_refused(factory: Client) -> None:
    seen = {"scenario": KEY, "case": "h1", "indicator": "deprivation", "at": "2016-06-01"}
    refused = factory.data(RECORD, i={**seen, "expectedRevision": 1, "value": 0.1})
    assert refused["recordObservation"]["problems"] == [{"code": "unknown-case", "path": "case"}]
    stale = factory.data(RECORD, i={**seen, "expectedRevision": 7, "value": 0.1})
    assert stale["recordObservation"]["__typename"] == "RevisionConflict"
    move(factory, "h1", "IDENTIFIED", 1)
    for changed, code in (
        ({"value": 2}, "out-of-range"),
        ({"at": "2999-01-01", "value": 0.1}, "in-the-future"),
        ({"indicator": "", "value": 0.1}, "bad-id"),
    ):
        found = factory.data(RECORD, i={**seen, "expectedRevision": 2, **changed})
        assert found["recordObservation"]["problems"][0]["code"] == code


MONITOR = """query($day: Date!, $poor: [ID!]) { scenario(key: "community-factory") { system {
  ... on CommunityFactorySystem { monitoring(asOf: $day, poor: $poor) { missed returned declaredOut
  relapsing due { household before after role { key } until late } } } } } }"""


def test_the_three_poverties_and_what_is_due(factory: Client) -> None:
    move(factory, "h1", "IDENTIFIED", 1, actor="relief_cadres")
    refused = move(factory, "h1", "ASSISTED", 2, actor="relief_cadres")
    assert [item["code"] for item in refused["problems"]] == ["wrong-role"]
    assert move(factory, "h1", "ASSISTED", 2, actor="townships")["revision"] == 3
    asked_for = {"day": "2999-01-01", "poor": ["h1", "h2"]}
    found = factory.data(MONITOR, **asked_for)["scenario"]["system"]["monitoring"]
    assert found["missed"] == ["h2"]
    assert found["returned"] == found["declaredOut"] == found["relapsing"] == []
    (step,) = found["due"]
    assert (step["household"], step["before"], step["after"]) == ("h1", "ASSISTED", "MANAGED")
    assert (step["role"], step["late"]) == ({"key": "factory_office"}, True)
    long_ago = factory.data(MONITOR, day="1999-01-01", poor=None)["scenario"]["system"]
    assert long_ago["monitoring"]["due"] == []


def test_too_many_poor_are_refused(factory: Client) -> None:
    error = factory.error(MONITOR, day="2020-01-01", poor=["h"] * 10_001)
    assert error["extensions"]["parameter"] == "poor"


def test_node_ids_of_no_case_find_nothing(factory: Client) -> None:
    move(factory, "h1", "IDENTIFIED", 1)
    from graph_api.api.ids import NodeId  # noqa: PLC0415  # only here

    for named in (
        NodeId("Case", KEY, key="h2"),
        NodeId("Case", KEY, variant="after_remedies", key="h1"),
        NodeId("Case", "small", key="h1"),
        NodeId("Case", "nowhere", key="h1"),
    ):
        assert (
            factory.data("query($id: ID!) { node(id: $id) { id } }", id=str(named))["node"] is None
        )
