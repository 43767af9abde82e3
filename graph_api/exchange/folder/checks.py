"""The checks of the two tables: what one batch shows, and what only all rows together show."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from graph_api.domain.relations import STRENGTH_DECIMALS
from graph_api.domain.scenario import Scenario
from graph_api.domain.words import CONVEYS, ActorKind, Level, RelationClass, Sphere
from graph_api.exchange.folder.cells import (
    check_ids,
    check_not_blank,
    check_range,
    check_readable,
    check_there,
    check_words,
    read_more,
)
from graph_api.exchange.folder.columns import ACTORS, RELATIONS, Batch, Codes, Flags
from graph_api.exchange.folder.faults import TableFaults, Told
from graph_api.exchange.folder.more import More, MoreReader
from graph_api.scenarios.change_checks import cycles, pooled_strength
from graph_api.scenarios.problems import shown

_SCALE = 10**STRENGTH_DECIMALS
_POOL_TOLERANCE = 1e-6
_NO_HASH = 0
"""Stands for an empty cell, as it is the hash of an empty text."""
_MOST_SUSPECTS = 1_000_000
"""So many ids that seem to stand twice are read again; whoever has more mends these first."""
_OWN_KIND = (
    "A word of your own goes under vocabulary.kinds of scenario.yaml.",
    "自定义的词请写入 scenario.yaml 的 vocabulary.kinds。",
)
_OWN_CONVEYS = (
    "A word of your own goes under vocabulary.conveys of scenario.yaml.",
    "自定义的词请写入 scenario.yaml 的 vocabulary.conveys。",
)


def kinds_known(rest: Scenario | None) -> Mapping[str, ActorKind] | None:
    """Give the kinds of actors that a folder may name; None where its own are not known."""
    return None if rest is None else rest.about.vocabulary.all_kinds()


class ActorCheck:
    """Checks the table of actors, batch by batch, and knows afterwards who there is.

    ``places`` holds the number of the first row of each id, from 1.
    """

    def __init__(self, rest: Scenario | None, sources: object) -> None:
        self.faults = TableFaults(ACTORS)
        self.places: dict[str, int] = {}
        self._kinds = kinds_known(rest)
        self._more = MoreReader("actors", sources)
        self._above: dict[str, tuple[int, str]] = {}

    def check(self, batch: Batch) -> dict[int, More]:
        """Check one batch; give what its cells of ``more`` say, by the place of the row."""
        faults = self.faults
        check_readable(batch, faults)
        check_there(batch, faults)
        check_ids(batch, faults)
        self._once(batch)
        if self._kinds is not None:
            check_words(batch, faults, "kind", self._kinds, code="unknown-kind", own=_OWN_KIND)
        check_words(batch, faults, "level", [word.value for word in Level])
        check_words(batch, faults, "sphere", [word.value for word in Sphere])
        check_range(batch, faults, "stateness")
        check_not_blank(batch, faults, "group")
        more = read_more(batch, faults, self._more)
        ids = batch.texts["id"]
        for row, said in more.items():
            above, key = said.fields.get("member_of"), ids.at(row)
            if above is not None and key is not None:
                self._above.setdefault(key, (batch.first + row, above))
        return more

    def _once(self, batch: Batch) -> None:
        """Tell the ids that stand in an earlier row too."""
        ids = batch.texts["id"]
        repeated: list[int] = []
        for row, key in enumerate(ids.listed()):
            if key and self.places.setdefault(key, batch.first + row) != batch.first + row:
                repeated.append(row)

        def tell(row: int) -> Told:
            key = ids.at(row) or ""
            return _taken(key, self.places[key], "actor", "行动者")

        rows = np.array(repeated, np.int64)
        self.faults.cells("duplicate-actor", "id", batch.first, rows, tell)

    def finish(self) -> None:
        """Tell the memberships that lead nowhere or in a circle."""
        above = {key: to for key, (_, to) in self._above.items()}
        found: list[tuple[int, str, Told]] = []
        for row, to in self._above.values():
            if to not in self.places:
                text = (f"There is no actor {shown(to)}.", f"没有行动者“{to[:80]}”。")
                found.append((row, "unknown-actor", (text, None, to)))
        for key in cycles(above):
            text = (
                f"Actor {shown(key)} is a member of itself, through {shown(above[key])}.",
                f"行动者“{key}”经“{above[key]}”隶属于自身。",
            )
            hint = ("Leave member_of out of one of them.", "请去掉其中一个 member_of。")
            found.append((self._above[key][0], "member-cycle", (text, hint, key)))
        for row, code, told in sorted(found, key=lambda item: item[0]):
            self.faults.one(code, "more.member_of", row, told)


class RelationCheck:
    """Checks the table of relations, batch by batch.

    ``actors`` are those there are, all of them when the first batch comes; where their table cannot
    be read, ``actors_known`` is to be false, and no end of a relation is looked at.

    That an id stands twice is seen at the end, by the hashes of all of them, 8 bytes each.
    """

    def __init__(self, rest: Scenario | None, sources: object, actors: Mapping[str, int]) -> None:
        self.faults = TableFaults(RELATIONS)
        self.actors_known = True
        self._actors = actors
        self._conveys: Collection[str] | None = (
            None if rest is None else {**CONVEYS, **rest.about.vocabulary.conveys}
        )
        self._more = MoreReader("relations", sources)
        self._hashes: list[NDArray[np.int64]] = []

    def check(self, batch: Batch) -> dict[int, More]:
        """Check one batch; give what its cells of ``more`` say, by the place of the row."""
        faults = self.faults
        check_readable(batch, faults)
        check_there(batch, faults)
        check_ids(batch, faults)
        self._ends(batch)
        check_words(batch, faults, "class", [word.value for word in RelationClass])
        if self._conveys is not None:
            check_words(
                batch, faults, "conveys", self._conveys, code="unknown-conveys", own=_OWN_CONVEYS
            )
        more = read_more(batch, faults, self._more)
        self._strengths(batch, more)
        ids = batch.texts["id"]
        hashes = np.fromiter(map(hash, ids.values), np.int64, len(ids.values))
        self._hashes.append(np.append(hashes, _NO_HASH)[ids.codes])
        return more

    def _ends(self, batch: Batch) -> None:
        if not self.actors_known:
            return
        for column in ("from", "to"):
            check_words(batch, self.faults, column, self._actors, code="unknown-actor")

    def _strengths(self, batch: Batch, more: Mapping[int, More]) -> None:
        sound = {name: check_range(batch, self.faults, name) for name in ("low", "best", "high")}
        judged = np.zeros(batch.size, np.bool_)
        judged[[row for row, said in more.items() if said.fields.get("judgements")]] = True
        for name, fine in sound.items():
            self._decimals(batch, name, fine & ~judged)
        self._order(batch, sound)
        self._pools(batch, sound, more)

    def _decimals(self, batch: Batch, name: str, rows: Flags) -> None:
        numbers = np.where(rows, batch.numbers[name], 0)
        fine = np.rint(numbers * _SCALE) / _SCALE == numbers

        def tell(row: int) -> Told:
            number = float(numbers[row])
            rounded = f"{number:.{STRENGTH_DECIMALS}f}".rstrip("0").rstrip(".")
            text = (
                f"{number!r} has more than {STRENGTH_DECIMALS} decimals.",
                f"{number!r} 的小数超过 {STRENGTH_DECIMALS} 位。",
            )
            return text, (f"Write {rounded}.", f"请写 {rounded}。"), None

        self.faults.cells("too-many-decimals", name, batch.first, np.flatnonzero(~fine), tell)

    def _order(self, batch: Batch, sound: Mapping[str, Flags]) -> None:
        """Tell strengths out of order, and those with one end and nothing else."""
        low, best, high = (batch.numbers[name] for name in ("low", "best", "high"))
        has_low, has_best, has_high = (sound[name] for name in ("low", "best", "high"))
        wrong = (
            (has_low & has_best & (low > best))
            | (has_best & has_high & (best > high))
            | (has_low & has_high & (low > high))
        )

        def tell(row: int) -> Told:
            said = ", ".join(
                f"{name} {batch.numbers[name][row]:g}"
                for name in ("low", "best", "high")
                if sound[name][row]
            )
            text = (
                f"low <= best <= high does not hold: {said}.",
                f"不满足 low <= best <= high：{said}。",
            )
            return text, ("Put them into ascending order.", "请按从小到大的顺序填写。"), None

        self.faults.cells("strength-order", "best", batch.first, np.flatnonzero(wrong), tell)
        told: Told = (
            (
                "A strength needs best, or both low and high.",
                "强度需要 best，或同时有 low 和 high。",
            ),
            ("Leave all three empty where it is unknown.", "强度未知时三者都请留空。"),
            "best",
        )
        alone = np.isnan(best) & (np.isnan(low) != np.isnan(high))
        self.faults.cells(
            "missing-field", "best", batch.first, np.flatnonzero(alone), lambda _: told
        )

    def _pools(self, batch: Batch, sound: Mapping[str, Flags], more: Mapping[int, More]) -> None:
        """Tell strengths that are not what the judgements beside them give."""
        for row, said in more.items():
            pooled = pooled_strength(said.fields)
            if pooled is None:
                continue
            there = [name for name in pooled if sound[name][row]]
            if all(
                abs(pooled[name] - batch.numbers[name][row]) <= _POOL_TOLERANCE for name in there
            ):
                continue
            numbers = tuple(f"{name} {pooled[name]:g}" for name in ("low", "best", "high"))
            told: Told = (
                (
                    f"The strength differs from the pool of the judgements: {', '.join(numbers)}.",
                    f"强度与专家判断的合并值不一致：{'、'.join(numbers)}。",
                ),
                ("Leave it empty; it follows.", "请留空；它由判断得出。"),
                None,
            )
            self.faults.one("strength-not-pool", "best", batch.first + row, told)

    def suspects(self) -> Codes:
        """Give the numbers of the rows, from 0, whose id seems to stand in another row too.

        Two ids may have one hash, so their texts decide; an empty cell has none.
        """
        if not self._hashes:
            return np.empty(0, np.int64)
        hashes = np.concatenate(self._hashes)
        self._hashes.clear()
        ordered = np.sort(hashes)
        twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
        found = np.flatnonzero(np.isin(hashes, twice[twice != _NO_HASH]))
        return found[:_MOST_SUSPECTS]

    def repeated(self, ids: Mapping[int, str]) -> None:
        """Tell the ids that stand in an earlier row too; ``ids`` are those of all suspects."""
        first: dict[str, int] = {}
        rows = [row for row, key in sorted(ids.items()) if first.setdefault(key, row) != row]

        def tell(row: int) -> Told:
            return _taken(ids[row], first[ids[row]] + 1, "relation", "关系")

        self.faults.cells("duplicate-relation", "id", 1, np.array(rows, np.int64), tell)


def _taken(key: str, row: int, en: str, zh: str) -> Told:
    return (
        (
            f"There is {'an' if en == 'actor' else 'a'} {en} {shown(key)} already, in row {row}.",
            f"第 {row} 行已有{zh}“{key[:80]}”。",
        ),
        ("Give it an id of its own.", "请换一个标识。"),
        key,
    )
