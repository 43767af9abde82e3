"""strawberry's default server, put together as its documentation says."""

from enum import Enum

import strawberry
from starlette.applications import Starlette
from starlette.routing import Route
from strawberry.asgi import GraphQL

from bench.service.peers import actors


@strawberry.enum
class Level(Enum):
    INDIVIDUAL = "INDIVIDUAL"
    GROUP = "GROUP"
    ORGANISATION = "ORGANISATION"
    STATE = "STATE"


@strawberry.type
class Actor:
    key: str
    level: Level
    stateness: float
    group: str | None


@strawberry.type
class ActorEdge:
    cursor: str
    node: Actor


@strawberry.type
class ActorConnection:
    edges: list[ActorEdge]


@strawberry.type
class PairScore:
    forward: float | None
    reverse: float | None
    mutual: float | None


KEPT = [Actor(**{**row, "level": Level(row["level"])}) for row in actors()]
EDGES = [ActorEdge(cursor=str(number), node=actor) for number, actor in enumerate(KEPT)]


@strawberry.type
class Query:
    @strawberry.field
    def hello(self) -> str:
        return "world"

    @strawberry.field
    def actors(self, first: int = 50) -> ActorConnection:
        return ActorConnection(edges=EDGES[:first])

    @strawberry.field
    def pair(self) -> PairScore:
        return PairScore(forward=0.5, reverse=0.4, mutual=0.4472)


app = Starlette(routes=[Route("/graphql", GraphQL(strawberry.Schema(Query)))])
