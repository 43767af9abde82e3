"""Commands for what the store keeps: import, export, list, show, undo."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_api.bootstrap import read_file, read_file_as_scenario, seed_files
from graph_api.cli import failures
from graph_api.cli.files import FILES, STANDARD_INPUT, write_file
from graph_api.cli.frame import Run, argument, command, option
from graph_api.cli.options import AS_OF, CHANGE, VARIANT, take_view
from graph_api.cli.output import (
    answer,
    ends,
    kind_called,
    label,
    line,
    named,
    note,
    number,
    scored,
    table,
)
from graph_api.cli.session import find, open_existing, open_service
from graph_api.domain import Actor, Evidence, GraphSnapshot, Relation, Section
from graph_api.domain.plain import plain_entry
from graph_api.errors import UnknownActorError, UnknownScenarioError
from graph_api.scenarios import read_scenario
from graph_api.service import Exported
from graph_api.settings import Text
from graph_api.stores import ScenarioInfo

if TYPE_CHECKING:
    from graph_api.service import Imported, Service
    from graph_api.workbench import View, Workbench

REASON = option("--reason", text=Text("Why, for the journal.", "原因，写入日志。"), metavar="TEXT")


@command(
    "import",
    Text(
        "Keep scenario files in the store; nothing of a file with errors is kept.",
        "把情景文件导入存储；有错误的文件不会导入任何内容。",
    ),
    "empower import our-street.yaml --replace --reason 'survey of May'",
)
@FILES
@option(
    "--replace",
    "replaces",
    text=Text("Replace a scenario that is there.", "替换已有的情景。"),
    is_flag=True,
)
@option(
    "--dry-run",
    text=Text("Only say what would happen.", "只说明会发生什么，不写入。"),
    is_flag=True,
)
@REASON
def import_files(
    run: Run, *, files: tuple[str, ...], replaces: bool, dry_run: bool, reason: str | None
) -> None:
    """Import files, one after the other."""
    service = open_service(run)
    for name in files:
        data = sys.stdin.buffer.read() if name == STANDARD_INPUT else read_file(Path(name))
        imported = service.import_scenario(
            data,
            name=name,
            replace_existing=replaces,
            expected_revision=_revision_of(service, data, name) if replaces else None,
            dry_run=dry_run,
            by=run.environ.get("USER", ""),
            reason=reason,
        )
        _tell_import(run, name, imported, dry_run=dry_run)


def _revision_of(service: Service, data: bytes, name: str) -> int | None:
    """Give the revision that a file would replace; None where nothing is there."""
    key = read_key(data, name)
    if key is None:
        return None
    try:
        return service.store.revision(key)
    except UnknownScenarioError:
        return None


def read_key(data: bytes, name: str) -> str | None:
    """Give the key of the scenario in a file; None where the file has errors."""
    scenario = read_scenario(data, name=name).scenario
    return None if scenario is None else scenario.key


def _tell_import(run: Run, name: str, imported: Imported, *, dry_run: bool) -> None:
    scenario = imported.scenario
    warnings = imported.warnings
    if run.wants_json:
        answer(
            {
                "file": name,
                "scenario": scenario.key,
                "revision": scenario.revision,
                "created": imported.created,
                "changed": imported.changed,
                "dryRun": dry_run,
                "warnings": [failures.plain_problem(item, run.language) for item in warnings],
            }
        )
        return
    for item in warnings:
        note(
            run,
            f"{name}:{failures.problem_line(item, 'en')}",
            f"{name}:{failures.problem_line(item, 'zh')}",
        )
    done = (
        ("nothing changed", "没有变化")
        if not imported.changed
        else ("created", "已创建")
        if imported.created
        else ("replaced", "已替换")
    )
    if dry_run and imported.changed:
        done = (f"would be {done[0]}", f"试运行：将{done[1].removeprefix('已')}")
    line(
        run,
        f"{name}: {scenario.key} {done[0]} (revision {scenario.revision})",
        f"{name}：{scenario.key} {done[1]}（修订 {scenario.revision}）",
    )


@command(
    "export",
    Text(
        "Write a scenario as YAML: byte for byte as it was imported if nothing changed since.",
        "把情景导出为 YAML：导入后若无改动，则与原文件逐字节相同。",
    ),
    "empower export mutual-empowerment -o mine.yaml",
)
@argument("scenario", text=Text("The key of the scenario.", "情景的键。"))
@option(
    "-o",
    "--output",
    text=Text("Where to (standard output).", "写到何处（默认标准输出）。"),
    metavar="FILE",
)
def export(run: Run, *, scenario: str, output: str | None) -> None:
    """Export a scenario."""
    service = open_existing(run)
    exported = _exported(run, scenario, service)
    text = exported.text
    if run.wants_json:
        answer({"scenario": scenario, "yaml": text, "lost": list(exported.lost)})
        return
    for en, zh in zip(exported.lost, exported.lost_zh, strict=True):
        note(run, en, zh)
    if output is None or output == STANDARD_INPUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    else:
        write_file(Path(output), text)
        note(run, f"Wrote {output}.", f"已写入 {output}。")


def _exported(run: Run, key: str, service: Service | None) -> Exported:
    try:
        if service is not None:
            return service.export(key)
    except UnknownScenarioError:
        if not any(path.stem == key for path in seed_files(run.settings)):
            raise
    find(run, key, service)  # says that it is a seed, or that there is none
    path = next(path for path in seed_files(run.settings) if path.stem == key)
    return Exported(read_file(path).decode("utf-8-sig"))


@command(
    "list",
    Text(
        "List the scenarios of the store; of an empty one, the seeds that come with the program.",
        "列出存储中的情景；存储为空时列出程序自带的情景。",
    ),
    "empower list",
)
def list_scenarios(run: Run) -> None:
    """List scenarios."""
    service = open_existing(run)
    infos = service.scenarios() if service else ()
    if not infos:
        note(
            run,
            f"The store ({run.settings.data}) is empty; these are the seeds that come with the"
            " program.",
            f"存储（{run.settings.data}）为空；以下为程序自带的情景。",
        )
        infos = _seed_infos(run)
    if run.wants_json:
        answer(
            {
                "scenarios": [
                    {
                        "key": info.key,
                        "revision": info.revision,
                        "title": {"en": info.title.en, "zh": info.title.zh},
                        "actors": info.actors,
                        "relations": info.relations,
                    }
                    for info in infos
                ]
            }
        )
        return
    table(
        "",
        run.say("key,title,actors,relations,revision", "键,标题,行动者,关系,修订").split(","),
        [
            (
                info.key,
                info.title.text(run.language),
                str(info.actors),
                str(info.relations),
                str(info.revision or "-"),
            )
            for info in infos
        ],
        numbers=(2, 3, 4),
    )


def _seed_infos(run: Run) -> tuple[ScenarioInfo, ...]:
    seeds = [read_file_as_scenario(path) for path in seed_files(run.settings)]
    return tuple(
        ScenarioInfo(
            seed.key, seed.revision, seed.about.title, len(seed.actors), len(seed.relations)
        )
        for seed in seeds
    )


@command(
    "show",
    Text(
        "Show a scenario, or one actor or relation of it, with its evidence.",
        "显示情景，或其中一个行动者或关系及其依据。",
    ),
    "empower show mutual-empowerment street_office --lang zh",
)
@argument(
    "scenario", text=Text("A key, or the path of a YAML file.", "情景的键，或 YAML 文件的路径。")
)
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


def _relations_table(run: Run, graph: GraphSnapshot, relations: tuple[Relation, ...]) -> None:
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


@command(
    "undo",
    Text(
        "Take one revision of the journal back, as a new revision; of a deleted scenario, its"
        " deletion.",
        "撤销日志中的一次修订（作为新的修订）；也可撤销对情景的删除。",
    ),
    "empower undo our-street 3 --reason 'wrong sheet'",
)
@argument("scenario", text=Text("The key of the scenario.", "情景的键。"))
@argument("revision", text=Text("The revision to take back.", "要撤销的修订号。"), type=int)
@REASON
def undo(run: Run, *, scenario: str, revision: int, reason: str | None) -> None:
    """Undo a revision."""
    service = open_service(run)
    journal = service.history(scenario)
    made = service.undo(
        scenario,
        revision,
        expected_revision=max(item.revision for item in journal),
        by=run.environ.get("USER", ""),
        reason=reason,
    )
    if run.wants_json:
        answer({"scenario": scenario, "undone": revision, "revision": made})
        return
    line(
        run,
        f"Revision {revision} of {scenario} was taken back; it is at revision {made} now.",
        f"已撤销 {scenario} 的修订 {revision}；现为修订 {made}。",
    )


FAMILY = {item.name: item for item in (import_files, export, list_scenarios, show, undo)}
