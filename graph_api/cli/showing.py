"""The command that shows a scenario, or one actor or relation of it, with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graph_api.cli.frame import Run, argument, command
from graph_api.cli.options import AS_OF, CHANGE, SCENARIO, VARIANT, take_view
from graph_api.cli.output import (
    answer,
    ends,
    kind_called,
    label,
    line,
    named,
    number,
    scored,
    table,
)
from graph_api.cli.session import find
from graph_api.domain import Actor, Evidence, GraphSnapshot, Relation, Section
from graph_api.domain.plain import plain_entry
from graph_api.errors import UnknownActorError
from graph_api.settings import Text

if TYPE_CHECKING:
    from graph_api.workbench import View, Workbench


@command(
    "show",
    Text(
        "Show a scenario, or one actor or relation of it, with its evidence.",
        "显示情景，或其中一个行动者或关系及其依据。",
    ),
    "empower show mutual-empowerment street_office --lang zh",
)
@SCENARIO
@argument("item", text=Text("An actor or relation id.", "行动者或关系的标识。"), required=False)
@VARIANT
@AS_OF
@CHANGE
def show(run: Run, *, scenario: str, item: str | None, variant: str, **said: object) -> None:
    """Show a scenario or an item of it."""
    bench = find(run, scenario)
    view = take_view(bench, variant, said)
    graph = view.graph
    if item is None:
        _show_all(run, bench, view)
    elif item in graph.places:
        _show_actor(run, view, graph.actor(item))
    elif item in graph.relation_places:
        _show_relation(run, view, graph.relation(item))
    else:
        raise UnknownActorError(item, [*graph.places, *graph.relation_places], scenario)


def _show_all(run: Run, bench: Workbench, view: View) -> None:
    graph = view.graph
    title = bench.scenario.about.title.text(run.language)
    variants = bench.variants
    if run.wants_json:
        answer(
            {
                "title": title,
                "variants": list(variants),
                "actors": {a.id: plain_entry(Section.ACTOR, a) for a in graph.actors},
                "relations": [_plain_relation(graph, r) for r in graph.relations],
                "provenance": view.provenance(),
            }
        )
        return
    line(
        run,
        f"{title} ({graph.key.scenario}), variant {graph.key.variant}, revision"
        f" {graph.key.revision}: {len(graph.actors)} actors, {len(graph.relations)} relations",
        f"{title}（{graph.key.scenario}），变体 {graph.key.variant}，修订 {graph.key.revision}："
        f"行动者 {len(graph.actors)} 个，关系 {len(graph.relations)} 条",
    )
    sources = [item.title.text(run.language, key) for key, item in bench.scenario.sources.items()]
    if sources:
        line(run, f"sources: {'; '.join(sources)}", f"来源：{'；'.join(sources)}")
    table(
        "",
        run.say("variant,title,state,society,regime", "变体,标题,国家,社会,格局").split(","),
        [_variant_row(run, bench, key) for key in variants],
        numbers=(2, 3),
    )
    table(
        "",
        run.say("actor,kind,level,sphere", "行动者,类型,层级,领域").split(","),
        [
            (
                named(graph, a.id, run),
                kind_called(a.kind, run),
                label(a.level, run),
                label(a.sphere, run),
            )
            for a in graph.actors
        ],
    )
    _relations_table(run, graph, graph.relations)


def _variant_row(run: Run, bench: Workbench, key: str) -> tuple[str, ...]:
    """Give the title of a variant, and how strong state and society are in it."""
    variant = bench.scenario.variants.get(key)
    sides = bench.view(key).regime()
    return (
        key,
        run.say("as it is", "现状") if variant is None else variant.title.text(run.language),
        number(sides.state, run),
        number(sides.society, run),
        "-" if sides.quadrant is None else label(sides.quadrant, run),
    )


def _relations_table(run: Run, graph: GraphSnapshot, relations: Sequence[Relation]) -> None:
    table(
        "",
        run.say(
            "relation,from → to,class,direction,strength,conveys",
            "关系,从 → 到,类别,方向,强度,传递",
        ).split(","),
        [
            (
                r.id,
                ends(graph, r, run),
                label(r.relation_class, run),
                label(graph.direction_of(r.id), run),
                scored(r.strength.point if r.strength else None, run),
                ", ".join(r.conveys),
            )
            for r in relations
        ],
    )


def _show_actor(run: Run, view: View, actor: Actor) -> None:
    graph = view.graph
    around = tuple(r for r in graph.relations if actor.id in (r.from_id, r.to_id))
    if run.wants_json:
        answer(
            {
                "id": actor.id,
                **plain_entry(Section.ACTOR, actor),
                "relations": [_plain_relation(graph, r) for r in around],
                "provenance": view.provenance(),
            }
        )
        return
    line(
        run,
        f"{named(graph, actor.id, run)}: {kind_called(actor.kind, run)}, {label(actor.level, run)},"
        f" {label(actor.sphere, run)}, stateness {actor.stateness:g}",
        f"{named(graph, actor.id, run)}：{kind_called(actor.kind, run)}，"
        f"{label(actor.level, run)}，{label(actor.sphere, run)}，国家性 {actor.stateness:g}",
    )
    levels = actor.capability.known_levels()
    if levels:
        known = ", ".join(f"{label(element, run)} {level:g}" for element, level in levels.items())
        index = actor.capability.index()
        shown = "-" if index is None else f"{index:.3f}"
        line(run, f"capability {shown}: {known}", f"能力 {shown}：{known}")
    for en, zh, some in (
        ("Given", "给出的关系", [r for r in around if r.from_id == actor.id]),
        ("Received", "得到的关系", [r for r in around if r.to_id == actor.id]),
    ):
        line(run, f"{en}: {len(some)}", f"{zh}：{len(some)}")
        if some:
            _relations_table(run, graph, tuple(some))
    _show_evidence(run, graph, actor.evidence)


def _show_relation(run: Run, view: View, relation: Relation) -> None:
    graph = view.graph
    if run.wants_json:
        answer({**_plain_relation(graph, relation), "provenance": view.provenance()})
        return
    _relations_table(run, graph, (relation,))
    strength = relation.strength
    if strength is not None:
        basis = label(relation.basis, run)
        status = label(relation.status, run)
        span = f"{strength.low:g}-{strength.high:g}"
        line(
            run,
            f"range {span}, basis {basis}, status {status}",
            f"范围 {span}，依据 {basis}，状态 {status}",
        )
    _show_evidence(run, graph, relation.evidence)


def _plain_relation(graph: GraphSnapshot, relation: Relation) -> dict[str, Any]:
    plain: dict[str, Any] = plain_entry(Section.RELATION, relation)
    return plain | {"direction": graph.direction_of(relation.id), "band": relation.band}


def _show_evidence(run: Run, graph: GraphSnapshot, evidence: tuple[Evidence, ...]) -> None:
    for item in evidence:
        source = graph.sources.get(item.source)
        title = source.title.text(run.language, item.source) if source else item.source
        lines = ", ".join(item.lines)
        remark = item.note.text(run.language)
        line(run, f"{title}, lines {lines}: {remark}", f"{title}，第 {lines} 行：{remark}")


FAMILY = {show.name: show}
