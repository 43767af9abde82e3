"""One number everywhere: GraphQL on both stores, the command line and Python, to the last bit.

For every scenario and variant, all pairs (200 at most, chosen by a seed) are asked of four faces
and of a slow second way, `tests.reference`: all loopless paths on small graphs, and on the street,
where those are too many, all that can still come near what Floyd-Warshall promises.
"""

from __future__ import annotations

import asyncio
import json
import math
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

import graph_api as ea
from graph_api.bootstrap import build_app, load_seeds, seed_files, store_file
from graph_api.domain import ActorId, GraphSnapshot, RelationId, ViewSpec, build_view
from graph_api.service import Service
from graph_api.settings import Settings
from graph_api.stores import SqliteStore, cypher
from graph_api.stores.neo4j_store import Neo4jStore
from tests import reference
from tests.conftest import Neo4jAddress

pytestmark = [pytest.mark.e2e, pytest.mark.neo4j]

MOST_PAIRS = 200
PAIRS_PER_DOCUMENT = 50
SMALL = 16
"""Up to so many actors every loopless path is listed."""

VARIANTS = [
    (key, variant)
    for key, variants in {
        "wechat-platform": (
            "open_platform_only",
            "two_way_power_only",
            "buffer_only",
            "push_services_only",
            "operators_trained",
            "operators_and_input",
        ),
        "water-game": ("association_only", "privatised_works_only"),
        "participation": ("opinion_day_only", "opinion_day_monthly", "self_organisation_only"),
        "mutual-empowerment": (
            "residents_first",
            "external_only",
            "reverse_only",
            "after_with_mature_residents",
            "after_without_developer",
            "after_with_grown_levels",
            "street_renamed",
            "station_split",
        ),
        "migrant-integration": (
            "stronger_pull",
            "weaker_push",
            "training_only",
            "weaker_peers",
            "registration_open",
        ),
        "community-factory": (
            "identification_only",
            "assistance_only",
            "assessment_only",
            "after_without_partners",
        ),
        "district": ("after_with_shared_budget", "volunteers_first"),
    }.items()
    for variant in ("today", "after_remedies", *variants)
]


class Way(NamedTuple):
    """The chosen path of one direction."""

    actors: tuple[str, ...]
    relations: tuple[str, ...]


class Scores(NamedTuple):
    """What a face says of one pair; None is unknown, a missing way is None too."""

    forward: float | None
    reverse: float | None
    mutual: float | None
    there: Way | None
    back: Way | None


@dataclass(frozen=True)
class Faces:
    """The seven scenarios in both stores."""

    settings: Settings
    embedded: Service
    neo4j: Service


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory, neo4j_server: Neo4jAddress) -> Iterator[Faces]:
    data = tmp_path_factory.mktemp("same-numbers")
    settings = Settings.from_env({"EMPOWER_DEADLINE_MS": "120000"}, {"data": str(data)})
    server = neo4j_server
    embedded = Service(SqliteStore(store_file(settings)))
    remote = Service(Neo4jStore(server.uri, server.user, server.password, server.database))
    keys = load_seeds(embedded, seed_files(settings))
    assert load_seeds(remote, seed_files(settings)) == keys
    yield Faces(settings, embedded, remote)
    embedded.store.close()
    remote.store.close()
    for key in keys:
        for statement in (*cypher.EMPTY_SCENARIO, cypher.FORGET_JOURNAL):
            server.ask(statement, scenario=key)


def chosen_pairs(view: GraphSnapshot) -> list[tuple[str, str]]:
    """Give all unordered pairs, or 200 of them, each begun at the end that chance says."""
    chance = random.Random(f"{view.key.scenario} {view.key.variant}")  # noqa: S311  # for tests
    pairs = list(combinations(sorted(actor.id for actor in view.actors), 2))
    if len(pairs) > MOST_PAIRS:
        pairs = chance.sample(pairs, MOST_PAIRS)
    return [(b, a) if chance.random() < 0.5 else (a, b) for a, b in pairs]


# The four faces ----------------------------------------------------------------------------------

FIELDS = """
fragment Way on Path { actors { key } relations { key } }
fragment Scores on PairScore {
  forward reverse mutual forwardPath { ...Way } reversePath { ...Way } }
"""


def by_graphql(
    settings: Settings, service: Service, key: str, variant: str, pairs: list[tuple[str, str]]
) -> list[Scores]:
    """Ask over HTTP, many pairs in one document."""

    async def ask() -> list[Scores]:
        transport = httpx.ASGITransport(build_app(settings, service))
        found: list[Scores] = []
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            for first in range(0, len(pairs), PAIRS_PER_DOCUMENT):
                some = pairs[first : first + PAIRS_PER_DOCUMENT]
                asked = "\n".join(
                    f"p{place}: pair(a: {json.dumps(a)}, b: {json.dumps(b)}) {{ ...Scores }}"
                    for place, (a, b) in enumerate(some)
                )
                query = (
                    "query Pairs($key: String!, $variant: String) { scenario(key: $key) {"
                    f" view(variant: $variant) {{ {asked} }} }} }} {FIELDS}"
                )
                response = await client.post(
                    "/graphql",
                    json={"query": query, "variables": {"key": key, "variant": variant}},
                )
                answer = response.json()
                assert "errors" not in answer, answer["errors"]
                view = answer["data"]["scenario"]["view"]
                found += [
                    read(view[f"p{place}"], lambda item: item["key"]) for place in range(len(some))
                ]
        return found

    return asyncio.run(ask())


def read(answer: Mapping[str, Any], named: Any = str) -> Scores:
    """Read an answer as JSON says it."""

    def way(path: Mapping[str, Any] | None) -> Way | None:
        if path is None:
            return None
        return Way(tuple(map(named, path["actors"])), tuple(map(named, path["relations"])))

    return Scores(
        answer["forward"],
        answer["reverse"],
        answer["mutual"],
        way(answer["forwardPath"]),
        way(answer["reversePath"]),
    )


def by_command_line(
    data: Path, key: str, variant: str, pairs: list[tuple[str, str]]
) -> list[Scores]:
    """Ask all pairs of one process, on its standard input."""
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "graph_api", "pair", key, "--variant", variant, "--json"],
        input="".join(f"{a} {b}\n" for a, b in pairs),
        env={
            **os.environ,
            "EMPOWER_DATA": str(data),
            "PYTHONDONTWRITEBYTECODE": "",  # 36 processes: the first compiles for all
            "PYTHONPYCACHEPREFIX": str(data / "bytecode"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [read(json.loads(line)) for line in done.stdout.splitlines()]


def by_python(data: Path, key: str, variant: str, pairs: list[tuple[str, str]]) -> list[Scores]:
    view = ea.load(key, data=data).view(variant)
    found = []
    for a, b in pairs:
        score = view.pair(a, b)
        there, back = (
            None if path is None else Way(path.actors, path.relations)
            for path in (score.forward_path, score.reverse_path)
        )
        found.append(Scores(score.forward, score.reverse, score.mutual, there, back))
    return found


# The slow second way -----------------------------------------------------------------------------

PRODUCT = reference.Question()


class SecondWay:
    """Scores from the definitions, for one view."""

    def __init__(self, view: GraphSnapshot) -> None:
        self.view = view
        self.known = ways(view, "point")
        self.hoped = ways(view, "hoped")
        closure = reference.closure(view)
        self.promise: dict[tuple[str, str], float] = {(a, b): closure[a, b] for a, b in closure}

    def scores(self, a: str, b: str) -> Scores:
        there, back = self.best(a, b), self.best(b, a)
        forward, reverse = self.value(there, a, b), self.value(back, b, a)
        return Scores(forward, reverse, reference.mutual(forward, reverse), way(there), way(back))

    def best(self, start: str, end: str) -> reference.Found | None:
        """Give the one that the tie rule chooses of the paths near the greatest product."""
        if len(self.view.actors) <= SMALL:
            paths = list(reference.simple_paths(self.view, start, end, PRODUCT))
        else:
            paths = list(self.near(start, end))
        most = max((path.score for path in paths), default=0.0)
        near = [path for path in paths if path.score >= most * (1 - 1e-9)]
        assert math.isclose(most, self.promise[start, end], rel_tol=1e-12)
        return reference.ranked(near, PRODUCT)[0] if near else None

    def near(self, start: str, end: str) -> Iterator[reference.Found]:
        """List the loopless paths whose every beginning can still reach the promised product."""
        least = self.promise[start, end] * (1 - 1e-9)
        todo: list[tuple[tuple[ActorId, ...], float]] = [((ActorId(start),), 1.0)]
        while todo and least > 0:
            walked, product = todo.pop()
            if walked[-1] == end:
                hops = [self.known[a][b] for a, b in pairwise(walked)]
                strengths = tuple(strength for strength, _ in hops)
                names = tuple(name for _, name in hops)
                yield reference.Found(math.prod(strengths), walked, names, strengths)
                continue
            for other, (strength, _) in self.known[walked[-1]].items():
                rest = 1.0 if other == end else self.promise[other, end]
                if other not in walked and product * strength * rest >= least:
                    todo.append(((*walked, ActorId(other)), product * strength))

    def value(self, path: reference.Found | None, start: str, end: str) -> float | None:
        """Give the score: None where only a way over unknown relations leads there."""
        if path is not None:
            return path.score
        seen, todo = {start}, [start]
        while todo:
            onward = [other for other in self.hoped[todo.pop()] if other not in seen]
            seen.update(onward)
            todo += onward
        return None if end in seen else 0.0


def ways(view: GraphSnapshot, assumption: str) -> dict[str, dict[str, tuple[float, RelationId]]]:
    chosen = reference.strongest(view, PRODUCT, assumption)
    return {start: {end: chosen[start][end] for end in chosen[start]} for start in chosen}


def way(path: reference.Found | None) -> Way | None:
    return None if path is None else Way(path.actors, path.relations)


def agree(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)


# The claim ---------------------------------------------------------------------------------------


def test_every_variant_of_the_seeds_is_asked(faces: Faces) -> None:
    stored = [
        (info.key, variant)
        for info in faces.embedded.scenarios()
        for variant in faces.embedded.scenario(info.key).variant_keys
    ]
    assert sorted(stored) == sorted(VARIANTS)


@pytest.mark.parametrize(("key", "variant"), VARIANTS)
def test_every_face_gives_the_same_numbers_and_the_same_paths(
    faces: Faces, key: str, variant: str
) -> None:
    view = build_view(faces.embedded.scenario(key), ViewSpec(variant=variant))
    pairs = chosen_pairs(view)
    found = by_python(faces.settings.data, key, variant, pairs)
    assert len(found) == len(pairs) >= 28
    assert by_graphql(faces.settings, faces.embedded, key, variant, pairs) == found
    assert by_graphql(faces.settings, faces.neo4j, key, variant, pairs) == found
    assert by_command_line(faces.settings.data, key, variant, pairs) == found
    second = SecondWay(view)
    for (a, b), scores in zip(pairs, found, strict=True):
        expected = second.scores(a, b)
        assert (scores.there, scores.back) == (expected.there, expected.back), (a, b)
        assert agree(scores.forward, expected.forward), (a, b)
        assert agree(scores.reverse, expected.reverse), (a, b)
        assert agree(scores.mutual, expected.mutual), (a, b)
