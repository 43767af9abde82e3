"""Scenarios: everything one author says of one setting, with its views and its journal."""

from dataclasses import replace
from datetime import date
from hashlib import blake2b
from typing import Annotated

import strawberry

from graph_api import domain
from graph_api.api.connections import After, Connection, First
from graph_api.api.context import Info, in_thread
from graph_api.api.fields import resolver
from graph_api.api.ids import NodeId
from graph_api.api.types.changes import ChangeInput, plain_changes
from graph_api.api.types.comparison import Comparison
from graph_api.api.types.evidence import Figure, Source
from graph_api.api.types.filters import RelationFilter, asked_of_view
from graph_api.api.types.history import CommittedConnection, Window, history_page
from graph_api.api.types.node import LanguageArgument, Node
from graph_api.api.types.system import System
from graph_api.api.types.systems import system_of
from graph_api.api.types.variant import Variant
from graph_api.api.types.view import GraphView
from graph_api.api.types.words import Language, language_word
from graph_api.api.views import OpenView
from graph_api.api.what_if import read_what_if
from graph_api.service import MOST_YAML_RELATIONS

VariantArgument = Annotated[
    str | None,
    strawberry.argument(description="Key of a variant; null: the baseline, `today` (变体)."),
]


@strawberry.type(
    description="Everything one author says of one setting: actors, relations, variants (情景)."
)
class Scenario(Node):
    """A scenario at one revision.

    ``trial`` is the text of a dry run, which no store keeps: its ids and views are its own.
    """

    entry: strawberry.Private[domain.Scenario]
    trial: strawberry.Private[str | None] = None

    def node_id(self) -> str:
        """Give the id of this scenario."""
        return str(NodeId("Scenario", self.entry.key, digest=self._mark()))

    @resolver(description="The scenario's own key: `water-game`.")
    def key(self) -> str:
        """Give the key."""
        return self.entry.key

    @resolver(
        description="Rises by 1 with every committed change set; 0 for a dry run of a new"
        " one (修订号)."
    )
    def revision(self) -> int:
        """Give the revision."""
        return self.entry.revision

    @resolver(description="Title (标题).")
    def title(self, language: LanguageArgument = Language.EN) -> str:
        """Give the title, else the key."""
        return self.entry.about.title.text(language_word(language), self.entry.key)

    @resolver(description="What it is about; empty where nobody has said (说明).")
    def description(self, language: LanguageArgument = Language.EN) -> str:
        """Give the description."""
        return self.entry.about.description.text(language_word(language))

    @resolver(description="Its variants; the first is the baseline, `today` (变体).")
    def variants(self) -> list[Variant]:
        """Give the variants."""
        return [Variant.of(self.entry, key) for key in self.entry.variant_keys]

    @resolver(description="The sources that its evidence points into (来源).")
    def sources(self) -> list[Source]:
        """Give the sources."""
        return [Source(entry=source) for source in self.entry.sources.values()]

    @resolver(description="The figures that its sources print (数字).")
    def figures(self) -> list[Figure]:
        """Give the figures."""
        return [
            Figure(entry=figure, sources=self.entry.sources)
            for figure in self.entry.figures.values()
        ]

    @resolver(
        description="The scenario as YAML; importing it again changes nothing; null above 10,000"
        " relations (YAML 文本)."
    )
    async def yaml(self, info: Info) -> str | None:
        """Give the YAML."""
        if len(self.entry.relations) > MOST_YAML_RELATIONS:
            return None
        if self.trial is not None:
            return self.trial
        return (await in_thread(info.context.service.export, self.entry.key)).text

    @resolver(
        description="A graph to ask: one variant, optionally with a date, what-if changes"
        " in order and"
        " a filter (视图)."
    )
    async def view(  # the arguments of the schema
        self,
        info: Info,
        variant: VariantArgument = None,
        as_of: Annotated[
            date | None,
            strawberry.argument(description="Only relations that hold on this day (日期)."),
        ] = None,
        changes: Annotated[
            list[ChangeInput] | None,
            strawberry.argument(description="What if: changes that are not stored (假设)."),
        ] = None,
        filter: Annotated[  # noqa: A002  # the word of the schema
            RelationFilter | None,
            strawberry.argument(description="Which relations the view keeps (筛选)."),
        ] = None,
    ) -> GraphView | None:
        """Open a view."""
        base = variant or domain.BASELINE
        words = await in_thread(plain_changes, changes, self.entry.key) if changes else []
        spec = domain.ViewSpec(
            variant=base,
            as_of=as_of,
            changes=await in_thread(read_what_if, words, self.entry, base) if words else (),
            filter=(filter or RelationFilter()).meant(),
        )
        asked = asked_of_view(as_of, words, filter)
        return GraphView(view=await self._open(info, spec, asked), owner=self)

    @resolver(
        description="The mechanism of the essay, ready to run on one variant; null: it has none"
        " (系统)."
    )
    async def system(self, info: Info, variant: VariantArgument = None) -> System | None:
        """Open the mechanism."""
        return system_of(await self._open(info, domain.ViewSpec(variant or domain.BASELINE), {}))

    @resolver(description="How two variants differ (比较).")
    async def compare(
        self,
        info: Info,
        before: Annotated[
            str, strawberry.argument(name="from", description="Key of the variant before (之前).")
        ],
        after: Annotated[
            str, strawberry.argument(name="to", description="Key of the variant after (之后).")
        ],
    ) -> Comparison | None:
        """Compare two variants."""
        old = await self._open(info, domain.ViewSpec(before), {})
        new = await self._open(info, domain.ViewSpec(after), {})
        return Comparison(before=old, later=new)

    @resolver(description="The journal, newest first (提交记录).")
    async def history(
        self, info: Info, first: First = 20, after: After = None
    ) -> CommittedConnection:
        """List what was committed."""
        key = self.entry.key
        newest = self.entry.revision if self.trial is None else 0  # a trial has no journal
        window = Window.of(key, newest, first, after)
        page: tuple[domain.Committed, ...] = ()
        if window.below > 1 and window.size:
            page = await in_thread(
                info.context.service.history_before, key, window.below, window.size
            )
        return history_page(window, page)

    async def _open(self, info: Info, spec: domain.ViewSpec, asked: dict[str, object]) -> OpenView:
        if self.trial is None:
            graph = await info.context.view(self.entry, spec)
        else:
            built = await in_thread(domain.build_view, self.entry, spec)
            digest = f"{self._mark()}{built.key.digest}"
            graph = replace(built, key=replace(built.key, digest=digest))
        return OpenView(self.entry, graph, asked, info.context.budget)

    def _mark(self) -> str:
        if self.trial is None:
            return ""
        return "trial-" + blake2b(self.trial.encode(), digest_size=8).hexdigest()


@strawberry.type(description="One page of scenarios, by key (情景分页).")
class ScenarioConnection(Connection[Scenario]):
    """A page of scenarios."""
