"""Plain forms are the words of the YAML format, and nothing is lost on the way there and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import (
    About,
    Actor,
    ActorId,
    ActorKind,
    AddActor,
    AddRelation,
    AddSource,
    Basis,
    Capability,
    Capitals,
    Case,
    CaseEvent,
    CaseState,
    Change,
    Direction,
    Element,
    Entry,
    Evidence,
    Figure,
    Judgement,
    Label,
    Level,
    Observation,
    Parameter,
    Relation,
    RelationClass,
    RelationId,
    RemoveActor,
    RemoveRelation,
    RenameActor,
    RenameRelation,
    Section,
    SetActor,
    SetParameter,
    SetRelation,
    Source,
    Sphere,
    Status,
    Strength,
    Variant,
    Vocabulary,
    pool,
)
from graph_api.domain.draft import WORDS
from graph_api.domain.plain import plain_change, plain_entry
from graph_api.domain.reading import read_change, read_entry
from tests.contract.rich import rich_scenario

SECTIONS = {
    Section.SOURCE: "sources",
    Section.ACTOR: "actors",
    Section.RELATION: "relations",
    Section.VARIANT: "variants",
    Section.PARAMETER: "parameters",
    Section.FIGURE: "figures",
    Section.CASE: "cases",
}


def there_and_back(section: Section, key: str, entry: Entry) -> Entry:
    plain = plain_entry(section, entry)
    through_json = json.loads(json.dumps(plain, allow_nan=False))
    assert through_json == plain  # JSON-ready: no tuple, no enum, no date inside
    return read_entry(section, key, through_json)


# The words, as docs/reference/format.md writes them


def test_an_actor_is_written_in_the_words_of_the_yaml_format() -> None:
    residents = Actor(
        id=ActorId("residents"),
        name=Label("Residents", "社区居民"),
        kind="resident",
        level=Level.INDIVIDUAL,
        sphere=Sphere.SOCIETY,
        stateness=0.0,
        capability=Capability({Element.SELF_ESTEEM: 0.30, Element.RESOURCES: None}),
        capitals=Capitals(political=0.1),
        member_of=ActorId("estate"),
        evidence=(Evidence("essay-4", ("191", "213")),),
    )
    assert plain_entry(Section.ACTOR, residents) == {
        "name": {"en": "Residents", "zh": "社区居民"},
        "kind": "resident",
        "level": "individual",
        "sphere": "society",
        "stateness": 0.0,
        "capability": {"self_esteem": 0.30, "resources": None},
        "capitals": {"political": 0.1},
        "member_of": "estate",
        "evidence": [{"source": "essay-4", "lines": ["191", "213"]}],
    }


def test_a_relation_is_written_in_the_words_of_the_yaml_format() -> None:
    r28 = Relation(
        id=RelationId("r28"),
        from_id=ActorId("residents"),
        to_id=ActorId("street_office"),
        conveys=("opinion", "supervision"),
        strength=Strength(0, 0.10, 0.12),
        valid_from=date(2016, 1, 31),
        evidence=(Evidence("essay-4", ("187-191",), Label(zh="备注")),),
    )
    assert plain_entry(Section.RELATION, r28) == {
        "id": "r28",
        "from": "residents",
        "to": "street_office",
        "class": "empowerment",
        "conveys": ["opinion", "supervision"],
        "strength": {"low": 0, "best": 0.10, "high": 0.12},
        "status": "practice",
        "basis": "proposal",
        "valid_from": "2016-01-31",
        "evidence": [{"source": "essay-4", "lines": ["187-191"], "note": {"zh": "备注"}}],
    }


def test_an_unknown_strength_is_said_and_not_left_out() -> None:
    plain = plain_entry(Section.RELATION, Relation(RelationId("r"), ActorId("a"), ActorId("b")))
    assert plain["strength"] is None
    assert "conveys" not in plain


def test_an_unknown_best_is_null_inside_the_range() -> None:
    relation = Relation(
        RelationId("r"), ActorId("a"), ActorId("b"), strength=Strength(0.2, None, 0.4)
    )
    plain = plain_entry(Section.RELATION, relation)
    assert plain["strength"] == {"low": 0.2, "best": None, "high": 0.4}


def test_what_a_scenario_is_about_holds_its_own_words() -> None:
    kind = ActorKind(Label("Night school", "夜校"), Level.ORGANISATION, Sphere.SOCIETY, 0.0)
    about = About(
        title=Label(zh="标题"),
        vocabulary=Vocabulary({"night_school": kind}, {"craft": Label("craft", "手艺")}),
    )
    assert plain_entry(Section.ABOUT, about) == {
        "title": {"zh": "标题"},
        "vocabulary": {
            "kinds": {
                "night_school": {
                    "en": "Night school",
                    "zh": "夜校",
                    "level": "organisation",
                    "sphere": "society",
                    "stateness": 0.0,
                }
            },
            "conveys": {"craft": {"en": "craft", "zh": "手艺"}},
        },
    }
    assert plain_entry(Section.ABOUT, About()) == {}


def test_a_case_is_written_with_its_history() -> None:
    start = datetime(2016, 3, 1, 8, 30, tzinfo=timezone(timedelta(hours=8)))
    case = Case(
        "h1",
        CaseState.IDENTIFIED,
        (CaseEvent(start, None, CaseState.IDENTIFIED, by="wang"),),
        (Observation("housing", None, date(2016, 3, 2), "not at home"),),
    )
    assert plain_entry(Section.CASE, case) == {
        "state": "identified",
        "history": [
            {
                "at": "2016-03-01T08:30:00+08:00",
                "before": None,
                "after": "identified",
                "by": "wang",
            }
        ],
        "observations": [
            {"indicator": "housing", "value": None, "at": "2016-03-02", "note": "not at home"}
        ],
    }


def test_parameters_figures_and_sources_are_written_in_their_words() -> None:
    theta = Parameter("theta", 0.35, "index", 0, 1, Basis.TEXT, Label("Maturity"))
    assert plain_entry(Section.PARAMETER, theta) == {
        "value": 0.35,
        "unit": "index",
        "low": 0,
        "high": 1,
        "basis": "text",
        "description": {"en": "Maturity"},
    }
    nobody_knows = plain_entry(Section.PARAMETER, Parameter("a", None, "index"))
    assert nobody_knows == {"value": None, "unit": "index", "basis": "proposal"}
    figure = Figure("tasks", 100.0, "count", 2016, conflicts_with=("other",))
    assert plain_entry(Section.FIGURE, figure) == {
        "value": 100.0,
        "unit": "count",
        "year": 2016,
        "conflicts_with": ["other"],
    }
    source = Source("essay-4", Label(zh="范文4"), "000.txt", ("167-231",))
    assert plain_entry(Section.SOURCE, source) == {
        "title": {"zh": "范文4"},
        "file": "000.txt",
        "lines": ["167-231"],
    }


def test_the_kept_text_stays_a_text() -> None:
    assert plain_entry(Section.TEXT, "format: 1\n") == "format: 1\n"
    assert read_entry(Section.TEXT, "", "format: 1\n") == "format: 1\n"


EXAMPLES: list[tuple[Change, dict[str, Any]]] = [
    (
        SetRelation(RelationId("r28"), {"strength": Strength(0.6, 0.6, 1), "conveys": ()}),
        {
            "set_relation": {
                "id": "r28",
                "strength": {"low": 0.6, "best": 0.6, "high": 1},
                "conveys": [],
            }
        },
    ),
    (
        SetRelation(
            RelationId("r9"),
            {
                "strength": None,
                "valid_to": None,
                "relation_class": RelationClass.BURDEN,
                "from_id": "a",
                "judgements": (Judgement("li", 0.1, 0.2, 0.3, 2),),
            },
        ),
        {
            "set_relation": {
                "id": "r9",
                "strength": None,
                "valid_to": None,
                "class": "burden",
                "from": "a",
                "judgements": [
                    {"expert": "li", "low": 0.1, "best": 0.2, "high": 0.3, "confidence": 2}
                ],
            }
        },
    ),
    (
        SetActor(
            ActorId("residents"),
            {
                "capability": {Element.POLITICAL_PARTICIPATION: 0.7, Element.RESOURCES: None},
                "capitals": {"social": None},
                "member_of": None,
                "name": Label("People"),
            },
        ),
        {
            "set_actor": {
                "id": "residents",
                "capability": {"political_participation": 0.7, "resources": None},
                "capitals": {"social": None},
                "member_of": None,
                "name": {"en": "People"},
            }
        },
    ),
    (RemoveRelation(RelationId("r7")), {"remove_relation": "r7"}),
    (RemoveActor(ActorId("a")), {"remove_actor": "a"}),
    (SetParameter("theta", 0.5), {"set_parameter": {"key": "theta", "value": 0.5}}),
    (
        RenameActor(ActorId("a"), ActorId("b")),
        {"rename_actor": {"id": "a", "to": "b"}},
    ),
    (
        RenameRelation(RelationId("r1"), RelationId("r2")),
        {"rename_relation": {"id": "r1", "to": "r2"}},
    ),
    (
        AddSource(Source("later", file="x.txt")),
        {"add_source": {"key": "later", "file": "x.txt"}},
    ),
    (
        AddActor(Actor(ActorId("n"), Label(), "owner", Level.INDIVIDUAL, Sphere.SOCIETY, 0.0)),
        {
            "add_actor": {
                "id": "n",
                "kind": "owner",
                "level": "individual",
                "sphere": "society",
                "stateness": 0.0,
            }
        },
    ),
    (
        AddRelation(Relation(RelationId(""), ActorId("a"), ActorId("b"))),  # to be numbered
        {
            "add_relation": {
                "from": "a",
                "to": "b",
                "class": "empowerment",
                "strength": None,
                "status": "practice",
                "basis": "proposal",
            }
        },
    ),
]


@pytest.mark.parametrize(("change", "plain"), EXAMPLES, ids=lambda item: type(item).__name__)
def test_a_change_is_written_as_in_a_file_and_read_back(
    change: Change, plain: dict[str, Any]
) -> None:
    assert plain_change(change) == plain
    assert read_change(json.loads(json.dumps(plain))) == change


def test_every_kind_of_change_has_an_example() -> None:
    assert {type(change) for change, _ in EXAMPLES} == set(WORDS)


# The way back


def test_everything_of_a_rich_scenario_comes_back() -> None:
    scenario = rich_scenario()
    assert there_and_back(Section.ABOUT, "", scenario.about) == scenario.about
    for section, name in SECTIONS.items():
        for key, entry in getattr(scenario, name).items():
            assert there_and_back(section, key, entry) == entry


def test_an_empty_text_is_not_no_text() -> None:
    label = Label("", None)
    source = Source("s", label, file="")
    assert there_and_back(Section.SOURCE, "s", source) == source
    variant = Variant("v", extends="")
    assert there_and_back(Section.VARIANT, "v", variant) == variant


def test_the_order_of_lists_and_words_is_kept() -> None:
    capability = Capability({Element.RESOURCES: 0.1, Element.SELF_ESTEEM: 0.2})
    actor = Actor(ActorId("a"), Label(), "owner", Level.GROUP, Sphere.MARKET, 0.5, capability)
    back = there_and_back(Section.ACTOR, "a", actor)
    assert isinstance(back, Actor)
    assert [*back.capability.elements] == [Element.RESOURCES, Element.SELF_ESTEEM]


@pytest.mark.parametrize(
    ("section", "key", "plain"),
    [
        (Section.ABOUT, "", {"titel": {"en": "x"}}),
        (Section.ABOUT, "x", {}),
        (Section.ABOUT, "", []),
        (Section.ABOUT, "", {"title": "x"}),
        (Section.ABOUT, "", {"title": {"fr": "x"}}),
        (Section.ABOUT, "", {"title": {"en": None}}),
        (Section.ABOUT, "", {"vocabulary": {"words": {}}}),
        (Section.TEXT, "x", "text"),
        (Section.TEXT, "", None),
        (Section.SOURCE, "s", {"lines": "177"}),
        (Section.SOURCE, "s", {"lines": [177]}),
        (Section.SOURCE, "s", None),
        (Section.ACTOR, "a", {"kind": "owner"}),
        (
            Section.ACTOR,
            "a",
            {"kind": "owner", "level": "giant", "sphere": "state", "stateness": 1},
        ),
        (
            Section.ACTOR,
            "a",
            {"kind": "owner", "level": "group", "sphere": "state", "stateness": 1.5},
        ),
        (
            Section.ACTOR,
            "a",
            {"kind": "owner", "level": "group", "sphere": "state", "stateness": True},
        ),
        (
            Section.ACTOR,
            "a",
            {
                "kind": "owner",
                "level": "group",
                "sphere": "state",
                "stateness": 1,
                "capability": {"luck": 1},
            },
        ),
        (Section.RELATION, "r1", {"id": "r2", "from": "a", "to": "b"}),
        (Section.RELATION, "r1", {"id": "r1", "from": "a"}),
        (Section.RELATION, "r1", {"id": "r1", "from": "a", "to": "b", "strength": 0.5}),
        (Section.RELATION, "r1", {"id": "r1", "from": "a", "to": "b", "status": None}),
        (
            Section.RELATION,
            "r1",
            {"id": "r1", "from": "a", "to": "b", "strength": {"low": 1, "best": 0, "high": 1}},
        ),
        (Section.RELATION, "r1", {"id": "r1", "from": "a", "to": "b", "valid_from": "yesterday"}),
        (Section.PARAMETER, "p", {"value": float("nan"), "unit": "index"}),
        (Section.PARAMETER, "p", {"value": "1", "unit": "index"}),
        (Section.FIGURE, "f", {"value": 1, "unit": "count", "year": 2016.5}),
        (Section.FIGURE, "f", {"value": 1, "unit": "count", "year": True}),
        (Section.FIGURE, "f", {"unit": "count"}),
        (Section.CASE, "c", {"state": "lost"}),
        (Section.CASE, "c", {"state": "exited", "history": [{"at": 1, "after": "exited"}]}),
        (Section.VARIANT, "v", {"changes": ["remove_relation"]}),
    ],
)
def test_anything_else_is_refused(section: Section, key: str, plain: object) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        read_entry(section, key, plain)


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"remove_relation": "r1", "remove_actor": "a"},
        {"remove_everything": "r1"},
        {"remove_relation": None},
        {"remove_relation": {"id": "r1"}},
        {"set_relation": {"strength": None}},
        {"set_relation": {"id": "r1", "colour": "red"}},
        {"set_relation": {"id": "r1", "basis": None}},
        {"set_actor": {"id": "a", "capitals": {"moral": 1}}},
        {"set_actor": {"id": "a", "evidence": None}},
        {"set_parameter": {"key": "theta"}},
        {"set_parameter": {"key": "theta", "value": None}},
        {"rename_actor": {"id": "a"}},
        {"add_source": {"title": {}}},
        {"add_actor": {"kind": "owner"}},
        "remove_relation",
        None,
    ],
)
def test_any_other_change_is_refused(plain: Any) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        read_change(plain)


def test_a_patch_cannot_name_what_a_relation_does_not_have() -> None:
    with pytest.raises(KeyError):
        plain_change(SetRelation(RelationId("r1"), {"id": RelationId("r2")}))


# The law, for whatever can be made

texts = st.text(max_size=8)
numbers = st.floats(allow_nan=False, allow_infinity=False)
shares = st.floats(0, 1)
maybe_text = st.none() | texts
labels = st.builds(Label, maybe_text, maybe_text)
ids = st.from_regex(r"[a-z0-9居][a-z0-9_.-]{0,5}", fullmatch=True)
days = st.dates()
moments = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-3, minutes=30))]))
evidence = st.lists(
    st.builds(Evidence, texts, st.lists(texts, max_size=2).map(tuple), labels), max_size=2
).map(tuple)


@st.composite
def strengths(draw: st.DrawFn) -> Strength:
    low, best, high = sorted(draw(st.tuples(shares, shares, shares)))
    return Strength(low, draw(st.sampled_from([best, None])), high)


@st.composite
def judgements(draw: st.DrawFn) -> Judgement:
    low, best, high = sorted(draw(st.tuples(shares, shares, shares)))
    return Judgement(draw(texts), low, best, high, draw(st.floats(0.01, 100)))


levels = st.dictionaries(st.sampled_from(Element), st.none() | shares)
actors = st.builds(
    Actor,
    id=ids,
    name=labels,
    kind=texts,
    level=st.sampled_from(Level),
    sphere=st.sampled_from(Sphere),
    stateness=shares,
    capability=st.builds(Capability, levels),
    capitals=st.builds(Capitals, *[st.none() | shares] * 3),
    member_of=st.none() | ids,
    group=maybe_text,
    population=st.none() | st.floats(0, 1e12) | st.integers(0, 2**70),
    evidence=evidence,
)


@st.composite
def relations(draw: st.DrawFn, identities: st.SearchStrategy[str] = ids) -> Relation:
    experts = draw(st.lists(judgements(), max_size=2).map(tuple))
    start, end = draw(st.none() | days), draw(st.none() | days)
    if start and end:
        start, end = sorted((start, end))
    return Relation(
        id=RelationId(draw(identities)),
        from_id=ActorId(draw(ids)),
        to_id=ActorId(draw(ids)),
        relation_class=draw(st.sampled_from(RelationClass)),
        direction=draw(st.none() | st.sampled_from(Direction)),
        conveys=draw(st.lists(texts, max_size=2).map(tuple)),
        elements=draw(st.lists(st.sampled_from(Element), max_size=2).map(tuple)),
        strength=pool(experts) if experts else draw(st.none() | strengths()),
        judgements=experts,
        status=draw(st.sampled_from(Status)),
        basis=draw(st.sampled_from(Basis)),
        valid_from=start,
        valid_to=end,
        evidence=draw(evidence),
    )


sources = st.builds(Source, ids, labels, maybe_text, st.lists(texts, max_size=2).map(tuple))


def patches(**values: st.SearchStrategy[Any]) -> st.SearchStrategy[Mapping[str, Any]]:
    return st.fixed_dictionaries({}, optional=values)


RELATION_FIELDS: Mapping[str, st.SearchStrategy[Any]] = {
    "from_id": ids,
    "to_id": ids,
    "relation_class": st.sampled_from(RelationClass),
    "direction": st.none() | st.sampled_from(Direction),
    "conveys": st.lists(texts, max_size=2).map(tuple),
    "elements": st.lists(st.sampled_from(Element), max_size=2).map(tuple),
    "strength": st.none() | strengths(),
    "judgements": st.lists(judgements(), max_size=2).map(tuple),
    "status": st.sampled_from(Status),
    "basis": st.sampled_from(Basis),
    "valid_from": st.none() | days,
    "valid_to": st.none() | days,
    "evidence": evidence,
}
ACTOR_FIELDS: Mapping[str, st.SearchStrategy[Any]] = {
    "name": labels,
    "kind": texts,
    "level": st.sampled_from(Level),
    "sphere": st.sampled_from(Sphere),
    "stateness": shares,
    "capability": levels,
    "capitals": patches(
        political=st.none() | shares, economic=st.none() | shares, social=st.none() | shares
    ),
    "member_of": st.none() | ids,
    "group": maybe_text,
    "population": st.none() | st.floats(0, 1e12),
    "evidence": evidence,
}
relation_patches = patches(**RELATION_FIELDS)
actor_patches = patches(**ACTOR_FIELDS)
changes: st.SearchStrategy[Change] = st.one_of(
    st.builds(SetRelation, ids, relation_patches),
    st.builds(AddRelation, relations(st.just("") | ids)),
    st.builds(RemoveRelation, ids),
    st.builds(SetActor, ids, actor_patches),
    st.builds(AddActor, actors),
    st.builds(RemoveActor, ids),
    st.builds(SetParameter, texts, numbers),
    st.builds(AddSource, sources),
    st.builds(RenameActor, ids, ids),
    st.builds(RenameRelation, ids, ids),
)
vocabularies = st.builds(
    Vocabulary,
    st.dictionaries(
        texts,
        st.builds(ActorKind, labels, st.sampled_from(Level), st.sampled_from(Sphere), shares),
        max_size=2,
    ),
    st.dictionaries(texts, labels, max_size=2),
)
cases = st.builds(
    Case,
    ids,
    st.sampled_from(CaseState),
    st.lists(
        st.builds(
            CaseEvent,
            moments,
            st.none() | st.sampled_from(CaseState),
            st.sampled_from(CaseState),
            maybe_text,
            texts,
        ),
        max_size=2,
    ).map(tuple),
    st.lists(
        st.builds(Observation, texts, st.none() | numbers, days, maybe_text, texts), max_size=2
    ).map(tuple),
)
maybe_number = st.none() | numbers
entries: st.SearchStrategy[tuple[Section, Entry]] = st.one_of(
    st.tuples(st.just(Section.ABOUT), st.builds(About, labels, labels, maybe_text, vocabularies)),
    st.tuples(st.just(Section.SOURCE), sources),
    st.tuples(st.just(Section.ACTOR), actors),
    st.tuples(st.just(Section.RELATION), relations()),
    st.tuples(
        st.just(Section.VARIANT),
        st.builds(Variant, ids, labels, maybe_text, st.lists(changes, max_size=3).map(tuple)),
    ),
    st.tuples(
        st.just(Section.PARAMETER),
        st.builds(
            Parameter,
            ids,
            maybe_number,
            texts,
            maybe_number,
            maybe_number,
            st.sampled_from(Basis),
            labels,
            evidence,
        ),
    ),
    st.tuples(
        st.just(Section.FIGURE),
        st.builds(
            Figure,
            ids,
            numbers,
            texts.filter(bool),
            st.none() | st.integers(),
            labels,
            st.lists(texts, max_size=2).map(tuple),
            evidence,
        ),
    ),
    st.tuples(st.just(Section.CASE), cases),
    st.tuples(st.just(Section.TEXT), texts),
)


@given(entries)
def test_no_entry_loses_anything(made: tuple[Section, Entry]) -> None:
    section, entry = made
    key = str(getattr(entry, "id", getattr(entry, "key", "")))
    assert there_and_back(section, key, entry) == entry


@given(changes)
def test_no_change_loses_anything(change: Change) -> None:
    plain = plain_change(change)
    through_json = json.loads(json.dumps(plain, allow_nan=False))
    assert through_json == plain
    assert read_change(through_json) == change


def test_every_field_of_a_relation_and_an_actor_can_be_patched() -> None:
    """A field that is added to the domain must get its word."""
    for kind, patched in ((Relation, RELATION_FIELDS), (Actor, ACTOR_FIELDS)):
        assert {field.name for field in fields(kind)} - {"id"} == set(patched)
