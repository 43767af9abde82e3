"""What many types share: the Node and Answer interfaces, provenance, and the language argument."""

from typing import Annotated

import strawberry
from strawberry.scalars import JSON

from graph_api import service
from graph_api.api.fields import resolver
from graph_api.api.types.words import Bound, Completeness, Language
from graph_api.api.views import OpenView

LanguageArgument = Annotated[
    Language | None,
    strawberry.argument(
        description="The language of the text; a missing one falls back to the other (语言)."
    ),
]


@strawberry.interface(description="Anything with an id that is its own everywhere (节点).")
class Node:
    """A thing that `node` can find again."""

    @resolver(
        description="Opaque and unique; it names the view too, so that caches never mix"
        " two variants."
    )
    def id(self) -> strawberry.ID:
        """Give the node id."""
        return strawberry.ID(self.node_id())

    def node_id(self) -> str:
        """Give the node id as text."""
        raise NotImplementedError


@strawberry.type(description="What an answer was computed from; cite it with the number (出处).")
class Provenance:
    """Scenario, variant, revision, version and parameters of an answer."""

    scenario: str = strawberry.field(description="Key of the scenario (情景).")
    variant: str = strawberry.field(
        description="Key of the variant; the baseline is `today` (变体)."
    )
    revision: int = strawberry.field(description="Revision of the scenario (修订号).")
    version: str = strawberry.field(description="Version of this software (软件版本).")
    parameters: JSON = strawberry.field(
        description="Everything else that was asked: arguments, scoring, what-if, date,"
        " filter (参数)."
    )


@strawberry.interface(
    description="A computed answer: it says whether it is complete and where it comes from (答案)."
)
class Answer:
    """What every computed answer says of itself."""

    completeness: Completeness = strawberry.field(
        description="COMPLETE, or TRUNCATED by `truncatedBy` (完整性)."
    )
    truncated_by: Bound | None = strawberry.field(
        description="What cut the answer short; null where it is complete (截断原因)."
    )
    provenance: Provenance = strawberry.field(
        description="What the answer was computed from (出处)."
    )


def provenance(view: OpenView, **parameters: object) -> Provenance:
    """Say where an answer about a view comes from."""
    said = service.provenance(view.graph, {**parameters, **view.asked})
    return Provenance(**{**said, "parameters": JSON(said["parameters"])})
