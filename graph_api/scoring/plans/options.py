"""What options do to a view: which relations they touch, how strong those become, what is saved."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import (
    AddRelation,
    Change,
    GraphSnapshot,
    Relation,
    RelationClass,
    RelationId,
    SetRelation,
    Strength,
)
from graph_api.domain.numbers import require_number
from graph_api.domain.patch import Patch, PatchedRows
from graph_api.domain.relations import STRENGTH_DECIMALS
from graph_api.domain.tables import TableRows
from graph_api.errors import BadParameterError
from graph_api.scoring.graphs.strengths import effective_strengths
from graph_api.scoring.plans.results import Add, Option, Raise

MOST_OPTIONS = 200
LONGEST_KEY = 200
UNIT = 10**STRENGTH_DECIMALS
"""Strengths are whole numbers of millionths, before a measure and after it."""


@dataclass(frozen=True, eq=False)
class Measures:
    """The options of a question, checked; K relations are touched by N options.

    Attributes
    ----------
    view
        The view without any of them.
    options
        In the order of the question; added relations have ids.
    relations
        The touched relations as they are, K of them; an added one has the strength 0.
    relation_of
        For each option the place of its relation among them.
    raises
        Shape (K, N): by how much an option raises a relation.
    gates
        Shape (K,): what the maturity gate leaves of a strength of 1.
    costs
        Exactly as they were written, in decimals.

    """

    view: GraphSnapshot
    options: tuple[Option, ...]
    relations: tuple[Relation, ...]
    relation_of: tuple[int, ...]
    raises: NDArray[np.float64]
    gates: NDArray[np.float64]
    costs: tuple[Fraction, ...]

    def strengths(self, chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Give the effective strengths of the touched relations, 0 where no option is chosen."""
        base = np.array([_point(relation) for relation in self.relations])
        raised = np.minimum(1.0, base + self.raises @ chosen)
        rounded = np.rint(raised * UNIT) / UNIT
        touched = (self.raises > 0) @ chosen
        return np.where(touched, rounded * self.gates, 0.0)

    def cost(self, chosen: Iterable[int]) -> Fraction:
        """Give what options cost together."""
        return sum((self.costs[place] for place in chosen), Fraction(0))


def exactly(number: float) -> Fraction:
    """Give a number as its decimals say: ten times 0.1 is 1.

    Examples
    --------
    >>> exactly(0.1) * 3 == exactly(0.3)
    True

    """
    return Fraction(repr(float(number)))


def read_options(
    view: GraphSnapshot, options: Sequence[Option], maturity: float | None = None
) -> Measures:
    """Check options against a view.

    Raises
    ------
    UnknownRelationError, UnknownActorError
        If one names what the view does not have.
    BadParameterError
        If there are more than 200; a key is empty, too long or given twice; a number is out of
        range; a relation is raised whose strength is unknown, or added without one; a relation is
        raised or added that carries no path; an added id is taken.

    """
    if len(options) > MOST_OPTIONS:
        raise BadParameterError(
            f"{len(options)} options are more than the {MOST_OPTIONS} that a plan may choose from.",
            f"选项共 {len(options)} 个，超过一次规划允许的 {MOST_OPTIONS} 个。",
            parameter="options",
        )
    ids = _free_ids(view, options)
    keys: set[str] = set()
    read: list[Option] = []
    relations: dict[RelationId, Relation] = {}
    for number, option in enumerate(options):
        read.append(_checked(view, option, f"options[{number}]", ids))
        if option.key in keys:
            raise _bad(
                f"options[{number}].key",
                f"{option.key!r} is the key of another option too",
                f"“{option.key}”已是另一选项的键",
            )
        keys.add(option.key)
        relation = _touched(view, read[-1])
        if isinstance(read[-1].measure, Add) and relation.id in relations:
            raise _bad(
                f"options[{number}].measure.add.id",
                f"the id {relation.id!r} is added by another option too",
                f"标识“{relation.id}”已由另一选项新增",
            )
        relations.setdefault(relation.id, relation)
    place = {identity: at for at, identity in enumerate(relations)}
    relation_of = tuple(place[_touched(view, option).id] for option in read)
    raises = np.zeros((len(relations), len(read)))
    for number, option in enumerate(read):
        raises[relation_of[number], number] = _by(option)
    measures = Measures(
        view,
        tuple(read),
        tuple(relations.values()),
        relation_of,
        raises,
        np.ones(len(relations)),
        tuple(exactly(option.cost) for option in read),
    )
    if maturity is None or not relations:
        return measures
    return dataclasses.replace(measures, gates=_gates(measures, maturity))


def after_view(measures: Measures, chosen: Iterable[int]) -> GraphSnapshot:
    """Give the view with options taken; what it shares with the view before is shared."""
    return _changed(measures.view, *_after(measures, chosen))


def changes_of(measures: Measures, chosen: Iterable[int]) -> tuple[Change, ...]:
    """Give the changes that options make, as a variant would hold them."""
    changed, added = _after(measures, chosen)
    raised = (
        SetRelation(relation.id, {"strength": relation.strength}) for relation in changed.values()
    )
    return (*raised, *(AddRelation(relation) for relation in added))


def _after(
    measures: Measures, chosen: Iterable[int]
) -> tuple[dict[RelationId, Relation], list[Relation]]:
    """Give the relations that are raised, and those that are added, as they then are."""
    sums: dict[int, float] = {}
    for number in sorted(chosen):
        place = measures.relation_of[number]
        sums[place] = sums.get(place, 0.0) + _by(measures.options[number])
    changed: dict[RelationId, Relation] = {}
    added: list[Relation] = []
    new = {
        option.measure.relation.id: option.measure.relation
        for option in measures.options
        if isinstance(option.measure, Add)
    }
    for place, by in sums.items():
        relation = measures.relations[place]
        if relation.id in new:
            added.append(new[relation.id])
        else:
            changed[relation.id] = _raised(relation, by)
    return changed, added


def _raised(relation: Relation, by: float) -> Relation:
    old = relation.strength
    assert old is not None  # noqa: S101  # `_checked` refuses unknown ones
    low, best, high = (
        float(np.rint(min(1.0, number + by) * UNIT) / UNIT)
        for number in (old.low, old.point, old.high)
    )
    strength = Strength(min(low, best), best, max(high, best))
    return dataclasses.replace(relation, strength=strength, judgements=())


def _changed(
    view: GraphSnapshot, changed: Mapping[RelationId, Relation], added: Sequence[Relation]
) -> GraphSnapshot:
    key = dataclasses.replace(view.key, digest=f"{view.key.digest}+plan")
    support = view.support
    ends = [(relation.from_id, relation.to_id) for relation in added]
    if isinstance(support, frozenset):
        support |= frozenset(ends)
    if view.base is None and not isinstance(view.relations, TableRows):
        relations = tuple(changed.get(item.id, item) for item in view.relations)
        return dataclasses.replace(view, key=key, relations=(*relations, *added), support=support)
    base = view if view.base is None else view.base
    before = view.patch or Patch()
    mended = dict(before.changed)
    more = [changed.get(item.id, item) for item in before.added]
    fresh = {item.id for item in before.added}
    for identity, relation in changed.items():
        if identity not in fresh:
            mended[base.relation_places[identity]] = relation
    patch = dataclasses.replace(before, changed=mended, added=(*more, *added))
    rows = PatchedRows(
        base.relations, patch, patch.changed, patch.added, removed=patch.removed.size
    )
    return dataclasses.replace(
        view, key=key, relations=rows, base=base, patch=patch, support=support
    )


def _gates(measures: Measures, maturity: float) -> NDArray[np.float64]:
    """Give what the gate leaves of a strength of 1 of each touched relation."""
    whole = Strength.exactly(1.0)
    new = {
        option.measure.relation.id for option in measures.options if isinstance(option.measure, Add)
    }
    probes = [
        dataclasses.replace(relation, strength=whole, judgements=())
        for relation in measures.relations
    ]
    probe = _changed(
        measures.view,
        {item.id: item for item in probes if item.id not in new},
        [item for item in probes if item.id in new],
    )
    point = effective_strengths(probe, maturity).point
    gates = np.array([point[probe.relation_places[item.id]] for item in measures.relations])
    for place in np.flatnonzero(np.isnan(gates)).tolist():
        number = measures.relation_of.index(place)
        identity = measures.relations[place].id
        raise _bad(
            f"options[{number}].measure",
            f"under the maturity gate the strength of {identity!r} is unknown, because the"
            " capability of its actor is",
            f"在成熟度门槛下，关系“{identity}”的强度未知，因为其行动者的能力未知",
        )
    return gates


def _point(relation: Relation) -> float:
    return relation.strength.point if relation.strength else 0.0


def _by(option: Option) -> float:
    measure = option.measure
    return measure.by if isinstance(measure, Raise) else _point(measure.relation)


def _touched(view: GraphSnapshot, option: Option) -> Relation:
    """Give the relation of an option as it is without it: an added one has no strength yet."""
    if isinstance(option.measure, Raise):
        return view.relation(option.measure.relation)
    return dataclasses.replace(
        option.measure.relation, strength=Strength.exactly(0.0), judgements=()
    )


def _free_ids(view: GraphSnapshot, options: Sequence[Option]) -> Callable[[], RelationId]:
    taken = {option.measure.relation.id for option in options if isinstance(option.measure, Add)}
    last = 0

    def following() -> RelationId:
        nonlocal last
        while True:
            last += 1
            found = RelationId(f"r{last}")
            if found not in taken and found not in view.relation_places:
                return found

    return following


def _checked(
    view: GraphSnapshot, option: Option, path: str, following: Callable[[], RelationId]
) -> Option:
    if not re.search(r"\S", option.key) or len(option.key) > LONGEST_KEY:
        raise _bad(
            f"{path}.key",
            f"a key is a text of 1 to {LONGEST_KEY} characters",
            f"键须为 1 到 {LONGEST_KEY} 个字符的文字",
        )
    cost = _number(f"{path}.cost", option.cost)
    if not 0 <= cost < math.inf:
        raise _bad(
            f"{path}.cost",
            f"a cost is a finite number from 0 on, not {cost!r}",
            f"成本须为不小于 0 的有限数，不能是 {cost!r}",
        )
    if option.actor is not None:
        view.actor(option.actor)
    measure = option.measure
    if isinstance(measure, Raise):
        return dataclasses.replace(option, cost=cost, measure=_checked_raise(view, measure, path))
    relation = measure.relation
    if not relation.id:
        relation = dataclasses.replace(relation, id=following())
    elif relation.id in view.relation_places:
        raise _bad(
            f"{path}.measure.add.id",
            f"there is a relation {relation.id!r} already",
            f"已有关系“{relation.id}”",
        )
    view.place(relation.from_id)
    view.place(relation.to_id)
    _require_carrier(relation, f"{path}.measure.add")
    if relation.strength is None:
        raise _bad(
            f"{path}.measure.add.strength",
            "a relation that a plan may add needs a strength: what it gains is unknown else",
            "规划可新增的关系须有强度，否则无法知道其收益",
        )
    return dataclasses.replace(option, cost=cost, measure=Add(relation))


def _checked_raise(view: GraphSnapshot, measure: Raise, path: str) -> Raise:
    relation = view.relation(measure.relation)
    by = _number(f"{path}.measure.raise.by", measure.by)
    if not 0 < by <= 1 or round(by, STRENGTH_DECIMALS) == 0:
        raise _bad(
            f"{path}.measure.raise.by",
            f"a strength is raised by a number above 0 and up to 1, not {by!r}",
            f"强度的提高幅度须大于 0 且不超过 1，不能是 {by!r}",
        )
    _require_carrier(relation, f"{path}.measure.raise.relation")
    if relation.strength is None:
        raise _bad(
            f"{path}.measure.raise.relation",
            f"the strength of {relation.id!r} is unknown, so nothing can be added to it; set it"
            " first (a what-if change), or add a relation",
            f"关系“{relation.id}”的强度未知，无法在其上增加；请先设定强度（假设的更改），或新增关系",
        )
    return Raise(relation.id, round(by, STRENGTH_DECIMALS))


def _require_carrier(relation: Relation, path: str) -> None:
    if relation.relation_class is not RelationClass.EMPOWERMENT:
        word = relation.relation_class
        raise _bad(
            path,
            f"{relation.id!r} is of class {word.value}; only empowerment carries a path",
            f"“{relation.id}”属于{word.label.zh}类；只有充权关系构成路径",
        )


def _number(name: str, value: object) -> float:
    return math.nan if isinstance(value, bool) else require_number(name, value)


def _bad(parameter: str, en: str, zh: str) -> BadParameterError:
    return BadParameterError(f"{parameter}: {en}.", f"{parameter}：{zh}。", parameter=parameter)
