"""ariadne's server, put together as its documentation says."""

from ariadne import QueryType, make_executable_schema
from ariadne.asgi import GraphQL
from starlette.applications import Starlette
from starlette.routing import Route

from bench.service.peers import actors

SDL = """
type Query { hello: String!  actors(first: Int = 50): ActorConnection!  pair: PairScore! }
type ActorConnection { edges: [ActorEdge!]! }
type ActorEdge { cursor: String!  node: Actor! }
type Actor { key: String!  level: Level!  stateness: Float!  group: String }
enum Level { INDIVIDUAL GROUP ORGANISATION STATE }
type PairScore { forward: Float  reverse: Float  mutual: Float }
"""


KEPT = actors()
EDGES = [{"cursor": str(number), "node": actor} for number, actor in enumerate(KEPT)]
query = QueryType()
query.set_field("hello", lambda *_: "world")
query.set_field("actors", lambda *_, first=50: {"edges": EDGES[:first]})
query.set_field("pair", lambda *_: {"forward": 0.5, "reverse": 0.4, "mutual": 0.4472})
server = GraphQL(make_executable_schema(SDL, query), debug=False)
app = Starlette(routes=[Route("/graphql", server, methods=["GET", "POST"])])
