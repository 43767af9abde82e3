"""The WeChat platform over GraphQL: every field, both languages, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.client import Client

EVERYTHING = """
query($variant: String, $zh: Language!) {
  scenario(key: "wechat-platform") { view(variant: $variant) { system {
    key title title_zh: title(language: $zh)
    ... on WechatPlatformSystem {
      reachBounds { low high unknown }
      layers { actor { key } layer maybe flow { down up balance twoWay loop } link }
      push { pushes ofCovered ofAll ceiling { low high unknown } }
      waiting(staffedHours: 12) { mean longest }
      nonUsers(olderShare: 0.3, usersAmongOlder: 0.4, usersAmongYounger: 0.9) {
        share { low high unknown } olderPart coverageLimit }
      flow { down up balance twoWay loop }
      flowOfPeople(automaticShare: 0.5) { balance twoWay }
      automaticReplyLimit twoWayShare communication: twoWayShare(communicationOnly: true)
      responseLoop
      gates { minimum low geometric unknown toRaise
              gates { factor name name_zh: name(language: $zh) level binding weak
                      evidence { lines } } }
      effectiveFlow { down up balance }
      problems { key name name_zh: name(language: $zh) named answer remedies measured
                 measured_zh: measured(language: $zh) level open evidence { lines } }
      remedies { before after effects { remedy name name_zh: name(language: $zh)
                 relations { key } alone last share } }
      consensus { reached spread evenness rounds roundsNeeded
                  conditions { condition name name_zh: name(language: $zh) holds }
                  parties { key name name_zh: name(language: $zh) voice hearing openness start
                            end } }
      buffered
      supervision { index openShare hoursShare amplification withoutPlatform sanction limits
                    limits_zh: limits(language: $zh)
                    supervisors { actor { key } direct overPlatform open amplified } }
      surveillance(namedShare: 1, chilling: 1) {
        heard unchilled turningPoint officeReads residentsRead asymmetry }
    }
  } } }
}
"""


def asked(client: Client, variant: str | None = None) -> Any:
    data = client.data(EVERYTHING, variant=variant, zh="ZH")
    return data["scenario"]["view"]["system"]


def ask_system(client: Client, fields: str, arguments: str = "") -> Any:
    query = f"""{{ scenario(key: "wechat-platform") {{
        view{arguments} {{ system {{ ... on WechatPlatformSystem {{ {fields} }} }} }} }} }}"""
    return client.data(query)["scenario"]["view"]["system"]


def test_every_field_today(seeded: Client) -> None:
    found = asked(seeded)
    assert (found["title"], found["title_zh"]) == ("The WeChat platform", "微信平台")
    assert found["reachBounds"] == {
        "low": 0,
        "high": pytest.approx(0.6),
        "unknown": ["coverage", "identification"],
    }
    assert [item["layer"] for item in found["layers"]] == [0, 1, 2, 2, 2, None, None, None, None]
    office, platform, residents = found["layers"][:3]
    assert (office["flow"], office["link"]) == (None, None)
    assert platform["flow"]["down"] == pytest.approx(0.6)
    assert residents["actor"] == {"key": "residents"}
    assert residents["flow"]["balance"] == pytest.approx(0.389, abs=1e-3)
    assert residents["link"] == "ONE_WAY"
    assert found["layers"][4]["link"] == "FORM"
    assert found["push"]["pushes"] == 1
    assert found["push"]["ofAll"] is None
    assert found["waiting"] == {"mean": 3, "longest": 12}
    assert found["nonUsers"]["share"]["low"] == pytest.approx(0.25)
    assert found["nonUsers"]["olderPart"] == pytest.approx(0.72)
    assert found["flow"]["twoWay"] is False
    assert found["automaticReplyLimit"] is None
    assert found["twoWayShare"] == pytest.approx(0.7)
    assert found["communication"] == pytest.approx(2.10 / 2.65)
    assert found["responseLoop"] == pytest.approx(0.081)
    gates = found["gates"]
    assert (gates["minimum"], gates["low"]) == (0.15, 0)
    assert gates["unknown"] == ["ATTENTION", "COVERAGE", "IDENTIFICATION"]
    assert gates["toRaise"] == ["SUPPORT", "SKILL", "INPUT"]
    skill = gates["gates"][2]
    assert skill == {
        "factor": "SKILL",
        "name": "operators' skill",
        "name_zh": "运营人员的能力",
        "level": 0.15,
        "binding": True,
        "weak": True,
        "evidence": [{"lines": ["31"]}],
    }
    gaps = [item["key"] for item in found["problems"] if item["answer"] == "NONE"]
    assert gaps == ["cadres", "operators", "input"]
    assert found["consensus"]["reached"] is False
    assert [item["key"] for item in found["consensus"]["parties"]][-2:] == [
        "interest_groups_1",
        "interest_groups_2",
    ]
    assert found["buffered"] is False
    assert found["supervision"]["openShare"] == pytest.approx(1 / 3)
    assert found["supervision"]["limits_zh"] == ["并非对所有利益相关者开放", "监督之后没有惩戒"]
    assert found["surveillance"]["turningPoint"] == pytest.approx(0.5)


def test_what_each_counter_measure_adds(seeded: Client) -> None:
    found = asked(seeded)["remedies"]
    assert found["before"] == pytest.approx(0.389, abs=1e-3)
    assert found["after"] == pytest.approx(0.871, abs=1e-3)
    # Only the buffer's analysis of opinion (r7) and the open platform touch the balance.
    by_name = {item["remedy"]: item for item in found["effects"]}
    assert by_name["BUFFER"]["share"] > by_name["OPEN_PLATFORM"]["share"] > 0
    assert by_name["TWO_WAY_POWER"]["share"] == by_name["PUSH_SERVICES"]["share"] == 0
    assert {"key": "r7"} in by_name["BUFFER"]["relations"]
    total = sum(item["share"] for item in found["effects"])
    assert total == pytest.approx(found["after"] - found["before"])


def test_after_the_remedies_it_is_two_way_and_still_held_back(seeded: Client) -> None:
    found = asked(seeded, "after_remedies")
    assert found["flow"]["twoWay"] is True
    assert found["flowOfPeople"]["twoWay"] is False  # half of it answered by a machine
    assert found["automaticReplyLimit"] == pytest.approx(0.426, abs=1e-3)
    assert found["gates"]["minimum"] == 0.15
    assert found["effectiveFlow"]["balance"] == pytest.approx(found["flow"]["balance"])
    assert found["consensus"]["roundsNeeded"] == 8
    assert found["buffered"] is True
    assert found["supervision"]["limits"] == [
        "the office owns the platform on which it is supervised",
        "no sanction follows from it",
    ]
    assert found["remedies"]["effects"] == []  # from this variant to itself nothing changes


RACE = """race(delay: 6, seed: 3, runs: 50, residents: 500, horizon: 24) {
  peakMisinformed finalClarified believed believedWithoutPlatform reproduction reach delay
  times misinformed clarified band { low high } believedByRun residents runs seed
  limit { peakMisinformed peakHour finalMisinformed finalClarified believed misinformed clarified }
}"""


def test_a_race_has_its_limit_beside_it(seeded: Client) -> None:
    race = ask_system(seeded, RACE)["race"]
    assert race == ask_system(seeded, RACE)["race"]
    assert (race["residents"], race["runs"], race["seed"], race["delay"]) == (500, 50, 3, 6)
    assert len(race["times"]) == len(race["misinformed"]) == len(race["band"]) == 145
    assert (race["times"][0], race["times"][-1]) == (0, 24)
    assert race["finalClarified"] == race["clarified"][-1]
    assert race["peakMisinformed"] == max(race["misinformed"])
    assert race["believed"] == pytest.approx(race["limit"]["believed"], abs=0.01)
    assert race["finalClarified"] == pytest.approx(race["limit"]["finalClarified"], abs=0.01)
    assert race["believed"] < race["believedWithoutPlatform"]
    assert race["limit"]["finalMisinformed"] == race["limit"]["misinformed"][-1]
    assert race["limit"]["peakHour"] in race["times"]
    other = ask_system(seeded, RACE.replace("seed: 3", "seed: 4"))["race"]
    assert other["believedByRun"] != race["believedByRun"]
    assert other["limit"] == race["limit"]


def test_parameters_and_horizon_stand_in_where_nothing_is_said(seeded: Client) -> None:
    race = ask_system(seeded, "race(runs: 1) { delay times residents reach }")["race"]
    assert (race["delay"], race["times"][-1], race["residents"]) == (0, 72, 1000)
    assert race["reach"] == pytest.approx(0.45)
    late = '(changes: [{setParameter: {key: "clarification_delay_hours", value: 12}}])'
    assert ask_system(seeded, "race(runs: 1) { delay }", late)["race"]["delay"] == 12


def test_reach_and_what_it_takes(seeded: Client) -> None:
    found = ask_system(
        seeded,
        """reach(coverage: 0.5, identification: 0.5)
           requiredCoverage(reach: 0.15, identification: 0.5)
           never: requiredCoverage(reach: 0.7)""",
    )
    assert found == {
        "reach": pytest.approx(0.15),
        "requiredCoverage": pytest.approx(0.5),
        "never": None,
    }


REFUSED = {
    "coverage": "reach(coverage: 1.2)",
    "identification": "reachBounds(identification: -1) { low }",
    "reach": "requiredCoverage(reach: 1e400)",
    "pushesPerDay": "push(perDay: 25) { pushes }",
    "deadline": "push(deadline: -1) { pushes }",
    "staffedHours": "waiting(staffedHours: 0) { mean }",
    "olderShare": "nonUsers(olderShare: 2) { coverageLimit }",
    "automaticReplyShare": "flowOfPeople(automaticShare: 1.5) { up }",
    "target": "gates(target: 2) { minimum }",
    "measure": 'remedies(measure: "balanc") { before }',
    "delay": "race(delay: -1) { believed }",
    "horizon": "race(horizon: 1e400) { believed }",
    "seed": "race(seed: -1) { believed }",
    "runs": "race(runs: 501) { believed }",
    "residents": "race(residents: 100001) { believed }",
    "rounds": "consensus(rounds: 1001) { reached }",
    "hulun_street_office.openness": "consensus(openness: 2) { reached }",
    "namedShare": "surveillance(namedShare: 2) { heard }",
    "chilling": "surveillance(namedShare: 1, chilling: -1) { heard }",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_makes_no_sense_is_refused_by_name(seeded: Client, name: str) -> None:
    error = seeded.error(
        f"""{{ scenario(key: "wechat-platform") {{ view {{ system {{
            ... on WechatPlatformSystem {{ {REFUSED[name]} }} }} }} }} }}"""
    )
    assert error["extensions"]["code"] == "BAD_PARAMETER"
    assert error["extensions"]["parameter"] == name


UNSAID = {
    "coverage": "reach",
    "identification": "requiredCoverage(reach: 0.1)",
    "automatic_reply_share": "flowOfPeople { up }",
    "staffed_hours_per_day": "waiting { mean }",
    "named_opinion_share": "surveillance { heard }",
}


@pytest.mark.parametrize("name", UNSAID)
def test_what_nobody_has_said_is_named(seeded: Client, name: str) -> None:
    answer = seeded.ask(
        f"""{{ scenario(key: "wechat-platform") {{ view {{ system {{
            ... on WechatPlatformSystem {{ found: {UNSAID[name]} }} }} }} }} }}"""
    )
    assert answer["data"]["scenario"]["view"]["system"] == {"found": None}
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "BAD_PARAMETER"
    assert error["extensions"]["parameter"] == name


def test_an_unknown_variant_of_remedies_is_refused(seeded: Client) -> None:
    error = seeded.error(
        """{ scenario(key: "wechat-platform") { view { system { ... on WechatPlatformSystem {
            remedies(variant: "after_remedy") { before } } } } } }"""
    )
    assert error["extensions"]["code"] == "UNKNOWN_VARIANT"


@pytest.mark.parametrize("kept", ["filter: {minStrength: 0.3}", 'asOf: "2024-01-01"'])
def test_remedies_are_asked_of_whole_views(seeded: Client, kept: str) -> None:
    error = seeded.error(
        f"""{{ scenario(key: "wechat-platform") {{ view({kept}) {{ system {{
            ... on WechatPlatformSystem {{ remedies {{ before }} }} }} }} }} }}"""
    )
    assert error["extensions"]["parameter"] == "filter"


def test_remedies_keep_a_what_if_on_a_parameter(seeded: Client) -> None:
    late = '(changes: [{setParameter: {key: "clarification_delay_hours", value: 24}}])'
    found = ask_system(seeded, 'remedies(measure: "rumour_believed") { before after }', late)
    assert found["remedies"]["before"] == pytest.approx(0.1542, abs=1e-4)
    assert found["remedies"]["after"] == pytest.approx(0.0348, abs=1e-4)


def test_an_unknown_relation_leaves_a_flow_unknown(seeded: Client) -> None:
    found = ask_system(
        seeded,
        "flow { down up balance twoWay } twoWayShare",
        '(changes: [{setRelation: {id: "r7", strength: null}}])',
    )
    assert found["flow"] == {
        "down": pytest.approx(0.27),
        "up": None,
        "balance": None,
        "twoWay": None,
    }
    assert found["twoWayShare"] is None
