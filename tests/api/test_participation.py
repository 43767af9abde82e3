"""Urban participation over GraphQL: every field, both languages, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.client import Client

EVERYTHING = """
query($variant: String, $zh: Language!) {
  scenario(key: "participation") { view(variant: $variant) { system {
    key title title_zh: title(language: $zh)
    ... on ParticipationSystem {
      typology { kind initiative name name_zh: name(language: $zh) share
                 examples examples_zh: examples(language: $zh) }
      channels { interest name name_zh: name(language: $zh) from { key } to { key } capacity
                 via { key } best missing forTenants evidence { lines } }
      interests { key name name_zh: name(language: $zh) addressees { key } named owners
                  hasChannel evidence { lines } }
      tenures { interest to { key } owners tenants lost }
      cooptationBounds { low high }
      voices { interest to { key } willingness channel answer effective
               blockedBy blockedBy_zh: blockedBy(language: $zh) }
      choices { stratum activity name name_zh: name(language: $zh) margin alignmentNeeded willing }
      requirements { key name name_zh: name(language: $zh) met }
      representatives { chosen name name_zh: name(language: $zh) odds retiredShare gap }
      rungs { relation { key } rung name name_zh: name(language: $zh) counted }
      unrated { key }
      medianRungs { low high name name_zh: name(language: $zh) }
      causes { key name name_zh: name(language: $zh) strength inForce remedy
               remedy_zh: remedy(language: $zh) evidence { lines } }
      opinionDay(perWeek: 0.25) { perWeek entry toFirm toCommittee missing }
    }
  } } }
}
"""


def asked(client: Client, variant: str | None = None) -> Any:
    data = client.data(EVERYTHING, variant=variant, zh="ZH")
    return data["scenario"]["view"]["system"]


def test_every_field_today(seeded: Client) -> None:
    found = asked(seeded)
    assert (found["title"], found["title_zh"]) == ("Urban participation", "城市社区参与")
    first = found["typology"][0]
    assert (first["kind"], first["initiative"], first["share"]) == ("entertainment", "passive", 0.5)
    assert (first["name"], first["name_zh"]) == ("entertainment, passive", "娱乐活动·被动")
    assert len(found["channels"]) == 36
    day = found["channels"][2]
    assert day["via"] == [{"key": "opinion_channel"}]
    assert (day["capacity"], day["missing"], day["best"]) == (0, True, False)
    assert (day["from"], day["to"]) == ({"key": "residents"}, {"key": "property_firm"})
    assert day["evidence"] == [{"lines": ["131", "139", "149"]}]
    assert [item["forTenants"] for item in found["channels"][:4]] == [True, False, True, True]
    assert [item["hasChannel"] for item in found["interests"]] == [False] * 6
    assert [item["owners"] for item in found["interests"]] == [True] * 4 + [False] * 2
    space = found["interests"][3]
    assert (space["key"], space["name_zh"]) == ("public_space", "公共空间权益")
    assert [item["key"] for item in space["addressees"]] == ["property_firm", "residents_committee"]
    assert found["tenures"][0] == {
        "interest": "property_fee",
        "to": {"key": "property_firm"},
        "owners": 0.10,
        "tenants": 0.10,
        "lost": 0,
    }
    assert found["cooptationBounds"] is None
    voice = found["voices"][0]
    assert voice["effective"] == pytest.approx(0.008)
    assert (voice["blockedBy"], voice["blockedBy_zh"]) == (["channel", "answer"], ["渠道", "回应"])
    assert found["choices"][-1] == {
        "stratum": "tenants",
        "activity": "decision",
        "name": "working-age tenants: decision on own interests",
        "name_zh": "青壮年租户：切身事务决策",
        "margin": None,
        "alignmentNeeded": 0.6,
        "willing": None,
    }
    assert [item["met"] for item in found["requirements"]] == [False] * 7
    assert [item["odds"] for item in found["representatives"]] == pytest.approx([5.5, 3.5, 1, 1])
    assert [item["rung"] for item in found["rungs"]] == [1, 2, 3, 2, 1, 4, 2, 2, 2, 1]
    assert found["unrated"] == []
    assert found["medianRungs"] == {"low": 2, "high": 2, "name": "therapy", "name_zh": "治疗"}
    assert [item["inForce"] for item in found["causes"]] == [True] * 7
    assert found["causes"][0]["remedy"] is None
    assert found["opinionDay"] == {
        "perWeek": 0.25,
        "entry": 0,
        "toFirm": 0,
        "toCommittee": 0,
        "missing": True,
    }


def test_every_field_after_the_remedies(seeded: Client) -> None:
    found = asked(seeded, "after_remedies")
    assert all(item["met"] for item in found["requirements"])
    assert [item["relation"] for item in found["rungs"] if not item["counted"]] == [
        {"key": "r18"},
        {"key": "r19"},
    ]
    assert [item["key"] for item in found["causes"] if item["inForce"]] == ["burden", "no_time"]
    # 0.60 of 0.60 + 1 at least, 1 of 1 + 0.60 at most: the bands of r22 and r20 are 0.60 to 1.
    assert found["cooptationBounds"] == {"low": 0.6 / 1.6, "high": 1 / 1.6}
    day = client_day(seeded, 1)
    assert day["toFirm"] == pytest.approx(0.42)
    assert day["missing"] is False


def client_day(client: Client, per_week: float) -> dict[str, object]:
    data = client.data(
        """query($days: Float!) { scenario(key: "participation") {
             view(variant: "opinion_day_only") { system { ... on ParticipationSystem {
               opinionDay(perWeek: $days) { toFirm toCommittee missing } } } } } }""",
        days=per_week,
    )
    found: dict[str, object] = data["scenario"]["view"]["system"]["opinionDay"]
    return found


@pytest.mark.parametrize("days", [-0.1, 7.5])
def test_days_that_no_week_has_are_refused(seeded: Client, days: float) -> None:
    error = seeded.error(
        """query($days: Float!) { scenario(key: "participation") { view { system {
             ... on ParticipationSystem { opinionDay(perWeek: $days) { toFirm } } } } } }""",
        days=days,
    )
    assert error["extensions"]["code"] == "BAD_PARAMETER"
    assert "perWeek" in error["message"]


def test_one_matter_alone_and_none_of_that_name(seeded: Client) -> None:
    query = """query($key: String) { scenario(key: "participation") { view { system {
        ... on ParticipationSystem {
          channels(interest: $key) { interest } voices(interest: $key) { interest }
          cooptation groupStrength } } } } }"""
    found = seeded.data(query, key="parking")["scenario"]["view"]["system"]
    assert found == {
        "channels": [{"interest": "parking"}] * 4,
        "voices": [{"interest": "parking"}],
        "cooptation": None,
        "groupStrength": 0.15,
    }
    errors = seeded.ask(query, key="parkin")["errors"]
    assert errors[0]["extensions"]["code"] == "BAD_PARAMETER"
    assert errors[0]["extensions"]["nearest"] == ["parking"]


def test_a_literal_without_end_is_refused(seeded: Client) -> None:
    error = seeded.error(
        """{ scenario(key: "participation") { view { system { ... on ParticipationSystem {
             opinionDay(perWeek: 1e400) { toFirm } } } } } }"""
    )
    assert error["extensions"]["code"] == "BAD_PARAMETER"


WHAT_IF = """
{ scenario(key: "participation") { view(variant: "opinion_day_only", changes: [%s]) { system {
    ... on ParticipationSystem {
      channels { capacity missing interest via { key } to { key } }
      voices { effective blockedBy }
      unrated { key }
      opinionDay(perWeek: 1) { entry toFirm missing }
    } } } } }
"""


def test_what_nobody_knows_is_null(seeded: Client) -> None:
    changes = '{setRelation: {id: "r17", strength: null}}'
    found = seeded.data(WHAT_IF % changes)["scenario"]["view"]["system"]
    day = found["channels"][2]
    assert day["via"] == [{"key": "opinion_channel"}]
    assert (day["capacity"], day["missing"]) == (None, None)
    assert found["opinionDay"] == {"entry": None, "toFirm": None, "missing": None}
    # The direct way is known and carries: it stands.
    assert found["voices"][0]["effective"] == pytest.approx(0.008)


def test_a_relation_nobody_knows_is_unrated(seeded: Client) -> None:
    found = seeded.data(WHAT_IF % '{setRelation: {id: "r5", strength: null}}')
    assert found["scenario"]["view"]["system"]["unrated"] == [{"key": "r5"}]


def test_a_what_if_on_a_parameter_reaches_the_mechanism(seeded: Client) -> None:
    change = '{setParameter: {key: "meetings_per_week", value: 0.25}}'
    found = seeded.data(WHAT_IF % change)["scenario"]["view"]["system"]
    assert found["channels"][2]["capacity"] == pytest.approx(0.105)
    # The field holds the day as often as it is told, whatever the parameter says.
    assert found["opinionDay"]["toFirm"] == pytest.approx(0.42)


RECORDS = """
query($list: [ActivityInput!]) { scenario(key: "participation") { view { system {
    ... on ParticipationSystem { typology(activities: $list) { share examples } } } } } }
"""


def test_types_are_counted_from_records(seeded: Client) -> None:
    records = [
        {"activity": "广场舞", "kind": "entertainment", "initiative": "active", "participants": 30},
        {"activity": "fee meeting", "kind": "public", "initiative": "active", "participants": 10},
        {"activity": "?", "participants": 5},
    ]
    found = seeded.data(RECORDS, list=records)["scenario"]["view"]["system"]["typology"]
    # The last one has no type: 30 and 10 of 40.
    assert [cell["share"] for cell in found] == [0, 0.75, 0, 0.25]
    assert found[1]["examples"] == ["广场舞"]


@pytest.mark.parametrize(
    ("record", "name"),
    [
        ({"activity": "x", "kind": "fun"}, "kind"),
        ({"activity": "x", "initiative": "lazy"}, "initiative"),
        ({"activity": "x", "participants": -1}, "participants"),
        (None, "activity"),
    ],
)
def test_a_bad_record_is_refused_by_name(
    seeded: Client, record: dict[str, object] | None, name: str
) -> None:
    answer = seeded.ask(RECORDS, list=[] if record is None else [record])
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "BAD_PARAMETER"
    assert name in error["message"]
    assert answer["data"]["scenario"]["view"]["system"] == {"typology": None}


def test_without_a_tie_there_is_no_median_and_an_error_says_so(seeded: Client) -> None:
    answer = seeded.ask(
        """{ scenario(key: "participation") { view(filter: {conveys: ["trust"]}) { system {
             ... on ParticipationSystem { medianRungs { low } rungs { rung } } } } } }"""
    )
    assert answer["data"]["scenario"]["view"]["system"] == {"medianRungs": None, "rungs": []}
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "BAD_PARAMETER"
