"""Paths: chains of EMPOWERMENT relations from one actor to another, with their scores."""

from collections.abc import Iterable

import strawberry

from graph_api.api.connections import Connection
from graph_api.api.context import in_thread
from graph_api.api.fields import resolver
from graph_api.api.types.actor import Actor
from graph_api.api.types.node import Answer, LanguageArgument
from graph_api.api.types.relation import Relation
from graph_api.api.types.words import Band, Language, language_word
from graph_api.api.views import OpenView
from graph_api.scoring import Scoring, explain_path, results


def actors_of(view: OpenView, ids: Iterable[str]) -> list[Actor]:
    """Wrap the actors of a result."""
    found = [Actor(view=view, entry=view.graph.actor(item)) for item in ids]
    view.budget.spend(len(found))
    return found


@strawberry.type(description="One loopless path from one actor to another (路径).")
class Path:
    """A path with its score."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[results.Path]
    scoring: strawberry.Private[Scoring]

    @resolver(
        description="The score along the path, in [0, 1]; for PRODUCT the product of the strengths"
        " (得分)."
    )
    def score(self) -> float:
        """Give the score."""
        return self.entry.score

    @resolver(description="A word for the score (强度等级).")
    def band(self) -> Band:
        """Give the word."""
        return self.entry.band

    @resolver(description="How many relations it takes (跳数).")
    def hops(self) -> int:
        """Count the relations."""
        return self.entry.hops

    @resolver(description="The actors along it, both ends included (途经的行动者).")
    def actors(self) -> list[Actor]:
        """Give the actors, in order."""
        return actors_of(self.view, self.entry.actors)

    @resolver(description="The relations along it (途经的关系).")
    def relations(self) -> list[Relation]:
        """Give the relations, in order."""
        return Relation.of(self.view, self.entry.relations)

    @resolver(description="Its weakest relations, in path order (最弱的关系).")
    def weakest(self) -> list[Relation]:
        """Give the weakest relations."""
        return Relation.of(self.view, self.entry.weakest)

    @resolver(description="How the score comes about, as sentences (解释).")
    async def explanation(self, language: LanguageArgument = Language.EN) -> str:
        """Say it in words."""
        return await in_thread(
            explain_path, self.view.graph, self.entry, self.scoring, language_word(language)
        )


@strawberry.type(description="One page of paths, best first (路径分页).")
class PathConnection(Connection[Path], Answer):
    """A page of paths."""
