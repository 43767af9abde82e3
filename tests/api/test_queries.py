"""Every question of the schema, asked over HTTP, with numbers worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from graph_api import __version__
from graph_api.service import Service
from tests.api.client import Client

VIEW = 'query($c:[ChangeInput!],$f:RelationFilter,$d:Date,$v:String){scenario(key:"small"){'
VIEW += "view(changes:$c,filter:$f,asOf:$d,variant:$v){%s}}}"


def ask_view(client: Client, fields: str, **asked: Any) -> Any:
    return client.data(VIEW % fields, **asked)["scenario"]["view"]


def test_a_scenario_tells_of_itself_in_both_languages(client: Client) -> None:
    scenario = client.data(
        """{ scenario(key: "small") { key revision title zh: title(language: ZH) description
        variants { key title(language: ZH) } sources { key title file lines } figures { key } } }"""
    )["scenario"]
    assert scenario == {
        "key": "small",
        "revision": 1,
        "title": "A small street",
        "zh": "小街",
        "description": "",
        "variants": [{"key": "today", "title": "现状"}, {"key": "better", "title": "更好"}],
        "sources": [{"key": "essay", "title": "An essay", "file": "essay.txt", "lines": ["1-20"]}],
        "figures": [],
    }


def test_importing_the_yaml_of_a_scenario_again_changes_nothing(
    client: Client, service: Service
) -> None:
    text = client.data('{ scenario(key: "small") { yaml } }')["scenario"]["yaml"]
    assert not service.import_scenario(text).changed


def test_a_figure_says_what_contradicts_it_and_where_it_is_printed(seeded: Client) -> None:
    figures = seeded.data(
        """{ scenario(key: "mutual-empowerment") { figures { key value unit year label
        conflictsWith evidence { source { key title } lines note } } } }"""
    )["scenario"]["figures"]
    tasks = next(figure for figure in figures if figure["key"] == "actual_tasks")
    assert (tasks["value"], tasks["unit"]) == (100, "count")
    assert tasks["evidence"][0]["lines"] == ["177"]


def test_a_view_counts_and_lists_its_actors_and_relations(client: Client) -> None:
    view = ask_view(
        client,
        """revision actorCount relationCount variant { key } scenario { key }
        actors(filter: {levels: [ORGANISATION], spheres: [STATE]}) { totalCount edges { node {
          key name(language: ZH) kind { key name } level sphere stateness group population } } }
        relations(filter: {classes: [BURDEN]}) { edges { node { key from { key } to { key }
          class direction conveys elements strength low high band status basis validFrom validTo
          judgements { expert low best high confidence } counterparts { key } } } }""",
    )
    assert (view["actorCount"], view["relationCount"], view["revision"]) == (4, 6, 1)
    assert view["variant"] == {"key": "today"}
    (office,) = view["actors"]["edges"]
    assert office["node"]["name"] == "街道办事处"
    assert office["node"]["kind"] == {"key": "street_office", "name": "street office"}
    (burden,) = view["relations"]["edges"]
    assert burden["node"] == {
        "key": "r5",
        "from": {"key": "market"},
        "to": {"key": "residents"},
        "class": "BURDEN",
        "direction": "DOWNWARD",
        "conveys": [],
        "elements": [],
        "strength": 0.5,
        "low": 0.5,
        "high": 0.5,
        "band": "MEDIUM",
        "status": "PRACTICE",
        "basis": "PROPOSAL",
        "validFrom": None,
        "validTo": None,
        "judgements": [],
        "counterparts": [],
    }


def test_an_actor_knows_its_ties_members_and_capability(client: Client) -> None:
    view = ask_view(
        client,
        """residents: actor(id: "residents") { memberOf { key }
            empowers { edges { node { key } } } empoweredBy { totalCount edges { node { key } } }
            capability(mean: ARITHMETIC) { index known weakest elements { element level } }
            capitals { political economic social } roles { liaison } evidence { lines } }
        committee: actor(id: "committee") { members { edges { node { key } } } memberOf { key } }
        relation(id: "r3") { counterparts { key } strength band }
        unknown: relation(id: "r6") { strength low high band }""",
    )
    residents = view["residents"]
    assert residents["memberOf"] == {"key": "committee"}
    assert [edge["node"]["key"] for edge in residents["empowers"]["edges"]] == ["r3", "r6"]
    assert [edge["node"]["key"] for edge in residents["empoweredBy"]["edges"]] == ["r2", "r4"]
    assert residents["capability"]["index"] is None
    assert len(residents["capability"]["elements"]) == 8
    assert residents["capitals"] == {"political": None, "economic": None, "social": None}
    assert view["committee"]["members"]["edges"] == [{"node": {"key": "residents"}}]
    assert view["committee"]["memberOf"] is None
    assert view["relation"]["counterparts"] == [{"key": "r4"}]
    assert view["unknown"] == {"strength": None, "low": None, "high": None, "band": "UNKNOWN"}


def test_both_directions_of_a_pair_come_with_their_derivation(client: Client) -> None:
    pair = ask_view(
        client,
        """pair(a: "office", b: "residents") { a { key } b { key }
        forward reverse mutual dependence asymmetry band damping
        bounds { forward { low high } reverse { low high } mutual { low high } }
        unknown { key } gated { key } weakest { key } sharedActors { key }
        forwardPath { score band hops actors { key } relations { key } weakest { key }
          explanation }
        reversePath { explanation(language: ZH) } explanation zh: explanation(language: ZH)
        completeness truncatedBy provenance { scenario variant revision version parameters } }""",
    )["pair"]
    # There over the committee, 0.8 x 0.5; back directly, 0.4; the root of 0.16 is 0.4.
    assert (pair["forward"], pair["reverse"]) == (0.4, 0.4)
    assert pair["mutual"] == pytest.approx(0.4, abs=1e-15)
    assert pair["dependence"] == 0.8
    assert pair["asymmetry"] == 0
    assert pair["band"] == "MEDIUM"
    # With r2 at 0.6 the way there is worth 0.48.
    assert pair["bounds"]["forward"]["high"] == pytest.approx(0.48)
    assert [actor["key"] for actor in pair["forwardPath"]["actors"]] == [
        "office",
        "committee",
        "residents",
    ]
    assert pair["forwardPath"]["weakest"] == [{"key": "r2"}]
    assert pair["explanation"] != pair["zh"]
    assert pair["completeness"] == "COMPLETE"
    provenance = pair["provenance"]
    assert provenance["version"] == __version__
    assert provenance["parameters"]["reading"] == "product"
    assert (provenance["parameters"]["a"], provenance["revision"]) == ("office", 1)


def test_paths_come_best_first_and_say_whether_there_are_more(client: Client) -> None:
    query = 'paths(from: "office", to: "residents", first: %d) { totalCount completeness'
    query += " truncatedBy edges { node { score hops relations { key } } } }"
    one = ask_view(client, query % 1)["paths"]
    assert (one["completeness"], one["truncatedBy"], one["totalCount"]) == (
        "TRUNCATED",
        "COUNT",
        2,
    )
    both = ask_view(client, query % 2)["paths"]
    assert [edge["node"]["score"] for edge in both["edges"]] == [0.4, 0.1]
    assert (both["completeness"], both["truncatedBy"], both["totalCount"]) == ("COMPLETE", None, 2)


def test_a_path_hidden_by_the_hop_limit_is_not_kept_silent(client: Client) -> None:
    found = ask_view(
        client,
        'paths(from: "office", to: "residents", scoring: {maxHops: 1})'
        " { completeness truncatedBy }",
    )
    assert found["paths"] == {"completeness": "TRUNCATED", "truncatedBy": "HOPS"}


def test_pairs_are_ranked_best_worst_and_missing(client: Client) -> None:
    groups = 'between: {ids: ["office", "market"]}, and: {kinds: ["resident"]}'
    view = ask_view(
        client,
        "".join(
            f"{name}: pairs({groups}{more}) {{ totalCount disconnected edges {{ node {{"
            " a { key } b { key } mutual } } }"
            for name, more in (
                ("best", ""),
                ("worst", ", worst: true"),
                ("none", ", missing: true"),
            )
        ),
    )
    names = {
        kind: [(edge["node"]["a"]["key"], edge["node"]["b"]["key"]) for edge in page["edges"]]
        for kind, page in view.items()
    }
    assert names == {
        "best": [("office", "residents"), ("market", "residents")],
        "worst": [("office", "residents")],
        "none": [("market", "residents")],
    }
    assert {page["disconnected"] for page in view.values()} == {1}


def test_bottlenecks_are_actors_relations_or_channels(client: Client) -> None:
    groups = 'between: {ids: ["office"]}, and: {ids: ["residents"]}, first: 1'
    subject = "subject { __typename ... on Actor { key } ... on Relation { relation: key }"
    subject += " ... on Channel { from { key } to { key } relations { key } } }"
    rows = (
        f"totalCount edges {{ node {{ loss lossShare pairsCut roles {{ liaison }} {subject} }} }}"
    )
    view = ask_view(
        client,
        f"""actors: bottlenecks({groups}) {{ {rows} completeness provenance {{ parameters }} }}
        relations: bottlenecks({groups}, target: RELATION) {{ {rows} }}
        channels: bottlenecks({groups}, target: CHANNEL) {{ {rows} }}""",
    )
    # Without the committee only 0.1 leads there: the root of 0.1 x 0.4 is 0.2, so 0.2 is lost.
    actor = view["actors"]["edges"][0]["node"]
    assert actor["subject"] == {"__typename": "Actor", "key": "committee"}
    assert actor["loss"] == pytest.approx(0.2)
    assert actor["lossShare"] == pytest.approx(0.5)
    assert actor["pairsCut"] == 0
    assert actor["roles"] is not None
    # r3 is the only way back: all is lost.
    relation = view["relations"]["edges"][0]["node"]
    assert relation["subject"] == {"__typename": "Relation", "relation": "r3"}
    assert (relation["lossShare"], relation["pairsCut"], relation["roles"]) == (1, 1, None)
    channel = view["channels"]["edges"][0]["node"]
    assert channel["subject"]["relations"] == [{"key": "r3"}]
    assert channel["subject"]["from"] == {"key": "residents"}
    assert channel["roles"] is None


def test_a_cut_and_a_regime_are_answers_with_provenance(client: Client) -> None:
    view = ask_view(
        client,
        """relations: cut(from: "residents", to: "office") { capacity connected relations { key }
            actors { key } completeness provenance { parameters } }
        actors: cut(from: "residents", to: "office", target: ACTOR) { capacity }
        regime(by: CAPABILITY, threshold: null) { state society quadrant borderline
            provenance { parameters } truncatedBy }""",
    )
    assert view["relations"]["capacity"] == pytest.approx(0.4)
    assert view["relations"]["relations"] == [{"key": "r3"}]
    assert view["actors"]["capacity"] is None  # r3 joins the ends
    assert view["regime"]["provenance"]["parameters"] == {"threshold": 0.5, "by": "CAPABILITY"}
    assert view["regime"]["state"] is None


def test_a_what_if_is_a_view_of_its_own_and_stores_nothing(client: Client) -> None:
    changes = [
        {"setRelation": {"id": "r3", "strength": {"best": 0.9}}},
        {"removeRelation": "r4"},
        {"addRelation": {"from": "residents", "to": "market", "strength": {"best": 0.2}}},
    ]
    asked = ask_view(
        client,
        """relationCount relation(id: "r3") { id low strength high }
        pair(a: "office", b: "residents") { reverse provenance { parameters } }""",
        c=changes,
        f={"classes": ["EMPOWERMENT"]},
        d="2024-01-31",
    )
    assert asked["relationCount"] == 5  # six, one removed, one added, one filtered out
    relation = asked["relation"]
    assert (relation["low"], relation["strength"], relation["high"]) == (0.9, 0.9, 0.9)
    parameters = asked["pair"]["provenance"]["parameters"]
    assert parameters["changes"][0] == {"set_relation": {"id": "r3", "strength": 0.9}}
    assert parameters["asOf"] == "2024-01-31"
    assert parameters["filter"] == {"classes": ["EMPOWERMENT"]}
    assert ask_view(client, 'relation(id: "r3") { strength }')["relation"]["strength"] == 0.4


def test_a_variant_with_nothing_added_is_the_variant(client: Client) -> None:
    asked = 'variant { key title(language: ZH) } relation(id: "r3") { strength }'
    view = ask_view(client, asked, v="better")
    assert view == {
        "variant": {"key": "better", "title": "更好"},
        "relation": {"strength": 0.9},
    }


def test_two_variants_are_compared(client: Client) -> None:
    compared = client.data(
        """{ scenario(key: "small") { compare(from: "today", to: "better") {
        synergy relations { before after relation { key } }
        pairs(between: {ids: ["office", "market"]}, and: {ids: ["residents"]}, first: 1) {
          a { key } b { key } before { mutual } after { mutual reverse } } } } }"""
    )["scenario"]["compare"]
    assert compared["relations"] == [{"before": 0.4, "after": 0.9, "relation": {"key": "r3"}}]
    (pair,) = compared["pairs"]
    assert (pair["a"], pair["after"]["reverse"]) == ({"key": "office"}, 0.9)
    # Before the root of 0.4 x 0.4, after the root of 0.4 x 0.9.
    assert pair["before"]["mutual"] == pytest.approx(0.4)
    assert pair["after"]["mutual"] == pytest.approx(0.6)


def test_comparing_names_an_actor_that_neither_variant_has(client: Client) -> None:
    error = client.error(
        """{ scenario(key: "small") { compare(from: "today", to: "better") {
        pairs(between: {ids: ["offices"]}, and: {}) { a { key } } } } }"""
    )
    assert error["extensions"]["code"] == "UNKNOWN_ACTOR"
    assert error["extensions"]["nearest"] == ["office"]


def test_a_relation_that_a_variant_removed_is_shown_as_it_was(
    client: Client, service: Service
) -> None:
    service.create_variant(
        "small", "fewer", expected_revision=1, changes=[{"remove_relation": "r4"}]
    )
    compared = client.data(
        """{ scenario(key: "small") { compare(from: "today", to: "fewer") {
        relations { before after relation { key strength } } } } }"""
    )["scenario"]["compare"]
    assert compared["relations"] == [
        {"before": 0.1, "after": 0, "relation": {"key": "r4", "strength": 0.1}}
    ]


def test_the_journal_comes_newest_first(client: Client, service: Service) -> None:
    change = {"set_relation": {"id": "r3", "strength": 0.5}}
    service.apply_changes("small", [change], expected_revision=1, by="Li", reason="survey")
    history = client.data(
        """{ scenario(key: "small") { history { totalCount edges { node {
        revision at by reason changes } } } } }"""
    )["scenario"]["history"]
    newest, oldest = (edge["node"] for edge in history["edges"])
    assert (newest["revision"], newest["by"], newest["reason"]) == (2, "Li", "survey")
    exactly = {"low": 0.5, "best": 0.5, "high": 0.5}
    assert newest["changes"] == [{"set_relation": {"id": "r3", "strength": exactly}}]
    assert oldest["revision"] == 1


def test_node_finds_stored_things_and_nothing_else(client: Client) -> None:
    ids = client.data(
        """{ scenario(key: "small") { id
        view { actor(id: "office") { id } relation(id: "r1") { id } }
        better: view(variant: "better") { relation(id: "r3") { id } }
        whatIf: view(changes: [{removeRelation: "r2"}]) { actor(id: "office") { id } } } }"""
    )["scenario"]
    wanted = [
        ids["id"],
        ids["view"]["actor"]["id"],
        ids["view"]["relation"]["id"],
        ids["better"]["relation"]["id"],
        ids["whatIf"]["actor"]["id"],
        "office",
        "~office",
        "~",
    ]
    found = client.data(
        """query($ids: [ID!]!) { nodes(ids: $ids) { __typename id
        ... on Scenario { key } ... on Actor { name } ... on Relation { strength } } }""",
        ids=wanted,
    )["nodes"]
    assert [node and node["__typename"] for node in found] == [
        "Scenario",
        "Actor",
        "Relation",
        "Relation",
        None,
        None,
        None,
        None,
    ]
    assert [node["id"] for node in found[:4]] == wanted[:4]
    assert found[3]["strength"] == 0.9
    query = "query($id: ID!) { node(id: $id) { id } }"
    assert client.data(query, id=wanted[1])["node"] == {"id": wanted[1]}


def test_arguments_take_node_ids_of_the_same_scenario(client: Client, seeded: Client) -> None:
    ids = client.data(
        """{ scenario(key: "small") { view { office: actor(id: "office") { id }
        residents: actor(id: "residents") { id } relation(id: "r3") { id } } } }"""
    )["scenario"]["view"]
    query = """query($a: ID!, $b: ID!, $r: ID!) { scenario(key: "small") {
        view(variant: "better", changes: [{setRelation: {id: $r, strength: {best: 0.2}}}]) {
        relation(id: $r) { strength } pair(a: $a, b: $b) { reverse }
        actors(filter: {ids: [$a]}) { totalCount } } } }"""
    asked = {
        "a": ids["office"]["id"],
        "b": ids["residents"]["id"],
        "r": ids["relation"]["id"],
    }
    view = client.data(query, **asked)["scenario"]["view"]
    assert view["pair"]["reverse"] == 0.2
    assert view["actors"]["totalCount"] == 1
    foreign = seeded.data(
        """{ scenario(key: "mutual-empowerment") { view {
        actor(id: "residents") { id } } } }"""
    )["scenario"]["view"]["actor"]["id"]
    actor = 'query($id: ID!) { scenario(key: "small") { view { actor(id: $id) { key } } } }'
    assert client.error(actor, id=foreign)["extensions"]["code"] == "UNKNOWN_ACTOR"
    wrong_kind = client.error(actor, id=ids["relation"]["id"])
    assert wrong_kind["extensions"]["code"] == "UNKNOWN_ACTOR"


def test_limits_and_viewer_can_be_read(client: Client) -> None:
    answer = client.ask("{ limits { maxFirst maxDepth maxCost deadlineMs maxBodyBytes }"
                        " viewer { name role } }")  # fmt: skip
    assert answer["data"]["limits"]["maxFirst"] == 100
    assert answer["data"]["viewer"] == {"name": None, "role": "ADMIN"}
    # Two fields of the root, five and two below them.
    assert answer["extensions"]["cost"] == {
        "requested": 9,
        "actual": 9,
        "limit": answer["data"]["limits"]["maxCost"],
    }


def test_a_view_is_built_once_however_many_aliases_ask_it(seeded: Client) -> None:
    aliases = " ".join(
        f'v{number}: view(changes: [{{removeRelation: "r1"}}]) {{ relationCount }}'
        for number in range(10)
    )
    answer = seeded.data(f'{{ scenario(key: "water-game") {{ {aliases} }} }}')["scenario"]
    assert len({view["relationCount"] for view in answer.values()}) == 1


@pytest.mark.parametrize("reading", ["PRODUCT", "WEAKEST"])
def test_every_seeded_variant_answers_its_pairs(seeded: Client, reading: str) -> None:
    scenarios = seeded.data("{ scenarios(first: 100) { edges { node { key variants { key } } } } }")
    for edge in scenarios["scenarios"]["edges"]:
        key = edge["node"]["key"]
        for variant in edge["node"]["variants"]:
            view = seeded.data(
                """query($k: String!, $v: String!, $s: ScoringInput) { scenario(key: $k) {
                view(variant: $v) { pairs(between: {}, and: {}, first: 5, scoring: $s) {
                totalCount edges { node { forward reverse mutual explanation } } }
                regime { quadrant } } } }""",
                k=key,
                v=variant["key"],
                s={"reading": reading},
            )["scenario"]["view"]
            assert view["pairs"]["totalCount"] > 0, (key, variant)
