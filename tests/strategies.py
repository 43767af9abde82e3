"""Hypothesis strategies: actors, relations and whole scenarios with every field of the format.

What they give is sound (it reads back without errors) and as nasty as it may be: words that YAML
1.1 takes for something else, control characters, ids in Chinese, unknown strengths.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from graph_api.domain import (
    BASELINE,
    CONVEYS,
    KINDS,
    SYSTEM_KEYS,
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
    Draft,
    Element,
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
    Scenario,
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
from graph_api.domain.words import ID_PATTERN

Draw = Callable[[st.SearchStrategy[Any]], Any]

NASTY_IDS = (
    *(
        "no",
        "on",
        "Yes",
        "y",
        "N",
        "null",
        "True",
        "12",
        "1e3",
        "0x1F",
        "0o17",
        "1_000",
        "2024-01-31",
    ),
    *("lines", "strength", "id", "a.b", "a-b", "居民", "街道办事处", "é", "a" * 80),
)
NASTY_TEXTS = (
    *(
        "",
        " ",
        "no",
        "Off",
        "12:30",
        "null",
        "~",
        "1.5",
        ".inf",
        "-",
        "--- a",
        "? a",
        "a: b",
        "a #b",
    ),
    *(
        "a, b",
        "[a]",
        "{a: b}",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a`",
        "|",
        ">-",
        "'a'",
        '"a"',
        "a\\n",
    ),
    *(" lead", "trail ", "two\nlines", "tab\there", "\x85\xa0\u2028\ufeff\U000e0001", "居民：自治"),
    *(
        "\u3000全角",
        "😀",
        "=",
        "<<",
        "2024-01-31",
        "a:b",
        "word " * 60,
        "\n",
        "\r\n",
        "a:",
        "R&D",
        "1:",
    ),
)

clean_signs = st.characters(codec="utf-8").filter(
    lambda sign: sign in "\t\n\r" or (sign >= " " and sign != "\x7f")
)
nasty_texts = st.sampled_from(NASTY_TEXTS) | st.text(clean_signs, max_size=20)
free_words = nasty_texts.filter(bool)
ids = st.sampled_from(NASTY_IDS) | st.text("aB0_.-居民街é", min_size=1, max_size=6).filter(
    lambda text: re.fullmatch(ID_PATTERN, text) is not None
)
labels = st.builds(Label, en=st.none() | nasty_texts, zh=st.none() | nasty_texts)
units = st.floats(0, 1) | st.sampled_from((0.0, 0.1, 0.25, 1.0, 1e-7))
millionths = st.integers(0, 10**6).map(lambda count: count / 10**6)
numbers = st.floats(-1e18, 1e18) | st.integers(-1000, 1000).map(float)
days = st.dates(date(1949, 10, 1), date(2100, 1, 1))
moments = st.datetimes(
    datetime(1949, 10, 1),  # noqa: DTZ001  # hypothesis adds the zone
    timezones=st.sampled_from((UTC, timezone(timedelta(hours=8)))),
)


def several(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


@st.composite
def line_spans(draw: Draw) -> str:
    first = draw(st.integers(1, 10**9 - 1))
    last = draw(st.none() | st.integers(first, 10**9 - 1))
    return str(first) if last is None else f"{first}-{last}"


@st.composite
def three_numbers(draw: Draw) -> Strength:
    low, best, high = sorted(draw(st.tuples(millionths, millionths, millionths)))
    return Strength(low, best, high)


exact_strengths = millionths.map(Strength.exactly)
known_strengths = (
    exact_strengths
    | three_numbers()
    | three_numbers().map(lambda three: Strength(three.low, None, three.high))
)


@st.composite
def judgements(draw: Draw) -> Judgement:
    three = draw(three_numbers())
    confidence = draw(st.just(1.0) | st.floats(0.001, 1000))
    return Judgement(draw(free_words), three.low, three.best, three.high, confidence)


@st.composite
def evidence(draw: Draw, sources: Mapping[str, Source]) -> tuple[Evidence, ...]:
    """Evidence that lies within its sources."""
    if not sources:
        return ()
    items = []
    for key in draw(st.lists(st.sampled_from(sorted(sources)), max_size=2)):
        own = sources[key].lines
        lines = draw(several(st.sampled_from(own) if own else line_spans(), 2))
        items.append(Evidence(key, lines, draw(labels)))
    return tuple(items)


@st.composite
def actor_kinds(draw: Draw) -> ActorKind:
    label = Label(draw(nasty_texts), draw(nasty_texts))
    sphere = draw(st.sampled_from(Sphere))
    usual = 1.0 if sphere is Sphere.STATE else 0.0
    return ActorKind(label, draw(st.sampled_from(Level)), sphere, draw(st.just(usual) | units))


@st.composite
def vocabularies(draw: Draw) -> Vocabulary:
    kinds = draw(st.dictionaries(ids, actor_kinds(), max_size=2))
    both = st.builds(Label, nasty_texts, nasty_texts)
    return Vocabulary(kinds, draw(st.dictionaries(ids, both, max_size=2)))


capabilities = st.dictionaries(st.sampled_from(Element), st.none() | units, max_size=8)


@st.composite
def actors(
    draw: Draw,
    identity: str | None = None,
    kinds: Mapping[str, ActorKind] = KINDS,
    others: Sequence[str] = (),
    sources: Mapping[str, Source] | None = None,
) -> Actor:
    """One actor; ``others`` are those that it may be a member of."""
    word = draw(st.sampled_from(sorted(kinds)))
    kind = kinds[word]
    return Actor(
        id=ActorId(identity or draw(ids)),
        name=draw(labels),
        kind=word,
        level=draw(st.just(kind.level) | st.sampled_from(Level)),
        sphere=draw(st.just(kind.sphere) | st.sampled_from(Sphere)),
        stateness=draw(st.just(kind.stateness) | units),
        capability=Capability(draw(capabilities)),
        capitals=Capitals(*draw(st.tuples(*[st.none() | units] * 3))),
        member_of=draw(st.none() | st.sampled_from(others)) if others else None,
        group=draw(st.none() | free_words),
        population=draw(st.none() | st.floats(0, 1e18) | st.integers(0, 5000).map(float)),
        evidence=draw(evidence(sources or {})),
    )


@st.composite
def relations(
    draw: Draw,
    identity: str | None = None,
    between: Sequence[str] = ("a", "b"),
    words: Sequence[str] = tuple(CONVEYS),
    sources: Mapping[str, Source] | None = None,
) -> Relation:
    """One relation between two of the actors, perhaps a loop."""
    judged = draw(st.just(()) | several(judgements(), 2))
    first, last = sorted(draw(st.tuples(days, days)))
    return Relation(
        id=RelationId(identity or draw(ids)),
        from_id=ActorId(draw(st.sampled_from(between))),
        to_id=ActorId(draw(st.sampled_from(between))),
        relation_class=draw(st.sampled_from(RelationClass)),
        direction=draw(st.none() | st.sampled_from(Direction)),
        conveys=draw(several(st.sampled_from(words))),
        elements=draw(several(st.sampled_from(Element))),
        strength=pool(judged) if judged else draw(st.none() | known_strengths),
        judgements=judged,
        status=draw(st.sampled_from(Status)),
        basis=draw(st.sampled_from(Basis)),
        valid_from=draw(st.none() | st.just(first)),
        valid_to=draw(st.none() | st.just(last)),
        evidence=draw(evidence(sources or {})),
    )


@st.composite
def sources(draw: Draw, key: str) -> Source:
    return Source(key, draw(labels), draw(st.none() | nasty_texts), draw(several(line_spans())))


@st.composite
def parameters(draw: Draw, key: str, known: Mapping[str, Source]) -> Parameter:
    low, value, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    return Parameter(
        key,
        draw(st.none() | st.just(value)),
        draw(free_words),
        draw(st.none() | st.just(low)),
        draw(st.none() | st.just(high)),
        draw(st.sampled_from(Basis)),
        draw(labels),
        draw(evidence(known)),
    )


@st.composite
def figures(draw: Draw, key: str, keys: Sequence[str], known: Mapping[str, Source]) -> Figure:
    return Figure(
        key,
        draw(numbers),
        draw(free_words),
        draw(st.none() | st.integers(-5000, 3000)),
        draw(labels),
        draw(several(st.sampled_from(keys))),
        draw(evidence(known)),
    )


by_whom = st.just("") | free_words
notes = st.none() | nasty_texts
states = st.sampled_from(CaseState)
case_events = st.builds(
    CaseEvent, at=moments, before=st.none() | states, after=states, note=notes, by=by_whom
)
observations = st.builds(
    Observation, indicator=free_words, value=st.none() | numbers, at=days, note=notes, by=by_whom
)


def cases(identity: str) -> st.SearchStrategy[Case]:
    return st.builds(
        Case, st.just(identity), states, several(case_events, 2), several(observations, 2)
    )


@st.composite
def changes(draw: Draw, draft: Draft) -> Change:
    """One of the ten changes, such that it applies to the draft."""
    makers = [_add_actor, _add_source]
    if draft.actors:
        makers += [_set_actor, _remove_actor, _rename_actor, _add_relation]
    if draft.relations:
        makers += [_set_relation, _remove_relation, _rename_relation]
    if draft.parameters:
        makers.append(_set_parameter)
    return draw(st.sampled_from(makers))(draw, draft)  # type: ignore[no-any-return]  # one of them


def _new(draw: Draw, known: Mapping[Any, object]) -> str:
    return draw(ids.filter(lambda key: key not in known))  # type: ignore[no-any-return]  # an id


def _add_actor(draw: Draw, draft: Draft) -> Change:
    kinds = draft.base.about.vocabulary.all_kinds()
    actor = actors(_new(draw, draft.actors), kinds, [*draft.actors], draft.sources)
    return AddActor(draw(actor))


def _add_source(draw: Draw, draft: Draft) -> Change:
    return AddSource(draw(sources(_new(draw, draft.sources))))


def _set_actor(draw: Draw, draft: Draft) -> Change:
    fields = {
        "name": labels,
        "level": st.sampled_from(Level),
        "stateness": units,
        "capability": capabilities,
        "capitals": st.dictionaries(
            st.sampled_from(("political", "economic", "social")), st.none() | units, max_size=3
        ),
        "member_of": st.none(),
        "group": st.none() | free_words,
        "population": st.none() | st.integers(0, 5000).map(float),
        "evidence": evidence(draft.sources),
    }
    said = draw(st.fixed_dictionaries({}, optional=fields))
    return SetActor(draw(st.sampled_from([*draft.actors])), said)


def _remove_actor(draw: Draw, draft: Draft) -> Change:
    return RemoveActor(draw(st.sampled_from([*draft.actors])))


def _rename_actor(draw: Draw, draft: Draft) -> Change:
    to = ActorId(_new(draw, draft.actors))
    return RenameActor(draw(st.sampled_from([*draft.actors])), to)


def _words(draft: Draft) -> list[str]:
    return sorted(draft.base.about.vocabulary.all_conveys())


def _add_relation(draw: Draw, draft: Draft) -> Change:
    identity = _new(draw, draft.relations)
    return AddRelation(draw(relations(identity, [*draft.actors], _words(draft), draft.sources)))


def _set_relation(draw: Draw, draft: Draft) -> Change:
    fields = {
        "relation_class": st.sampled_from(RelationClass),
        "direction": st.none() | st.sampled_from(Direction),
        "conveys": several(st.sampled_from(_words(draft))),
        "elements": several(st.sampled_from(Element)),
        "status": st.sampled_from(Status),
        "basis": st.sampled_from(Basis),
        "valid_from": st.none(),
        "valid_to": st.none(),
        "evidence": evidence(draft.sources),
    }
    said = draw(st.fixed_dictionaries({}, optional=fields))
    judged = draw(st.just(()) | several(judgements(), 2))
    if judged:
        said |= {"judgements": judged, "strength": pool(judged)}
    elif draw(st.booleans()):
        said["strength"] = draw(st.none() | known_strengths)
    return SetRelation(draw(st.sampled_from([*draft.relations])), said)


def _remove_relation(draw: Draw, draft: Draft) -> Change:
    return RemoveRelation(draw(st.sampled_from([*draft.relations])))


def _rename_relation(draw: Draw, draft: Draft) -> Change:
    to = RelationId(_new(draw, draft.relations))
    return RenameRelation(draw(st.sampled_from([*draft.relations])), to)


def _set_parameter(draw: Draw, draft: Draft) -> Change:
    parameter = draft.parameters[draw(st.sampled_from([*draft.parameters]))]
    low = -1e6 if parameter.low is None else parameter.low
    high = max(low, 1e6) if parameter.high is None else parameter.high
    return SetParameter(parameter.key, draw(st.sampled_from((min(low, high), high))))


def _keys(draw: Draw, most: int) -> list[str]:
    return draw(st.lists(ids, max_size=most, unique=True))  # type: ignore[no-any-return]  # ids


@st.composite
def scenarios(draw: Draw, most: int = 4) -> Scenario:
    """A whole scenario: at most ``most`` actors, relations, variants and so on."""
    vocabulary = draw(vocabularies())
    about = About(
        draw(labels), draw(labels), draw(st.none() | st.sampled_from(SYSTEM_KEYS)), vocabulary
    )
    known = {key: draw(sources(key)) for key in _keys(draw, most)}
    kinds = vocabulary.all_kinds()
    actor_ids = _keys(draw, most)
    people: dict[ActorId, Actor] = {}
    for key in actor_ids:
        people[ActorId(key)] = draw(actors(key, kinds, [*people], known))
    words = sorted(vocabulary.all_conveys())
    relation_ids = _keys(draw, most) if people else []
    figure_ids = _keys(draw, most)
    base = Scenario(
        key=draw(ids),
        about=about,
        sources=known,
        actors=people,
        relations={
            RelationId(key): draw(relations(key, actor_ids, words, known)) for key in relation_ids
        },
        parameters={key: draw(parameters(key, known)) for key in _keys(draw, most)},
        figures={key: draw(figures(key, figure_ids, known)) for key in figure_ids},
        cases={key: draw(cases(key)) for key in _keys(draw, 2)},
    )
    variants: dict[str, Variant] = {}
    for key in _keys(draw, 2):
        if key != BASELINE:
            variants[key] = draw(_variants(key, _with_variants(base, variants)))
    return _with_variants(base, variants)


def _with_variants(base: Scenario, variants: Mapping[str, Variant]) -> Scenario:
    return Scenario(
        base.key,
        base.about,
        base.sources,
        base.actors,
        base.relations,
        dict(variants),
        base.parameters,
        base.figures,
        base.cases,
    )


@st.composite
def _variants(draw: Draw, key: str, scenario: Scenario) -> Variant:
    extends = draw(st.none() | st.sampled_from(scenario.variant_keys))
    draft = Draft(scenario)
    for variant in scenario.lineage(extends or BASELINE):
        draft.apply(variant.changes)
    said = draw(change_lists(draft))
    return Variant(key, draw(labels), extends, said)


@st.composite
def change_lists(draw: Draw, draft: Draft, most: int = 5) -> tuple[Change, ...]:
    """Changes that apply to the draft one after the other; the draft is changed with them."""
    said = []
    for _ in range(draw(st.integers(0, most))):
        change = draw(changes(draft))
        if not draft.apply((change,)):
            said.append(change)
    return tuple(said)
