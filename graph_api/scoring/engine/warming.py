"""One run of every kernel on a tiny graph, for each type of array that it will meet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine import (
    between,
    fewest,
    flows,
    hop_removals,
    hops,
    labels,
    loopless,
    masked,
    nearest_cut,
    printing,
    removals,
    repairs,
    restrengthened,
    sources,
    spurs,
    tied,
    top_pairs,
    trees,
    weakest,
)
from graph_api.scoring.engine.arcs import ArcGraph, Rows, arc_graph, fixed
from graph_api.scoring.engine.compiling import Kernel

Twin = Callable[[Kernel[Any, Any]], Any]
"""Gives the compiled form of a kernel."""

_GO = np.zeros(1, np.uint8)


def warm(twin: Twin) -> None:
    """Call every kernel once for short codes and once for long ones."""
    graph = arc_graph(
        3, np.array([0, 1], np.int32), np.array([1, 2], np.int32), np.array([0.5, 0.25])
    )
    for kind in (np.uint16, np.uint32):
        _warm(twin, _with_codes(graph, kind))
        _warm_readings(twin, _with_codes(graph, kind))
        _warm_removals(twin, _with_codes(graph, kind))


def _with_codes(graph: ArcGraph, kind: type[np.unsignedinteger[Any]]) -> ArcGraph:
    import dataclasses  # noqa: PLC0415  # only here

    def rows(old: Rows) -> Rows:
        code = old.code.astype(kind)
        code.setflags(write=False)
        return old._replace(code=code)

    return dataclasses.replace(graph, out=rows(graph.out), back=rows(graph.back))


def _warm(twin: Twin, graph: ArcGraph) -> None:
    worth = graph.worth(0.9)
    zero, two = np.uint64(0), np.uint64(2)
    one_way = labels.new_labels(3, 0.2)
    queue = sources.new_queue(3, 0.2)
    twin(sources.best_keys)(graph.out, worth, zero, one_way.key, queue, _GO)
    space = labels.Workspace(3, 0.2)
    relation = fixed(np.zeros(2, np.uint32))
    twin(between.both_ways)(
        graph.out, graph.back, worth, relation, zero, two, True, space.ahead, space.behind,
        between.new_lists(8), _GO,
    )  # fmt: skip
    twin(tied.tied_back)(graph.back, worth, one_way.key, two, one_way.seen, tied.new_arcs(8), True)
    _warm_patches(twin, graph)
    _warm_loopless(twin, graph)
    _warm_top_pairs(twin, graph)


def _warm_patches(twin: Twin, graph: ArcGraph) -> None:
    zero, one = np.zeros(1, np.uint32), np.ones(1, np.uint32)
    twin(restrengthened.rewrite)(
        graph.out.first, graph.out.other.copy(), graph.out.code.copy(),
        graph.back.first, graph.back.other.copy(), graph.back.code.copy(),
        restrengthened.Room(2, 4, 2, 4), zero, one, zero, 16, np.zeros((2, 22), np.uint32),
    )  # fmt: skip


def _warm_loopless(twin: Twin, graph: ArcGraph) -> None:
    worth = graph.worth(0.9)
    zero, two = np.uint64(0), np.uint64(2)
    space = labels.Workspace(3, 0.2)
    trail = spurs.new_trail(3, 8)
    _, rim = twin(spurs.ball)(graph.back, worth, two, space.behind, two, 9, _GO)
    behind, ahead = space.behind.key, space.ahead
    _, touched = twin(spurs.spur)(
        graph.out, worth, behind, rim, zero, two, 1.0, 0.0, ahead, trail, True, _GO
    )
    twin(spurs.wipe)(ahead, touched)
    listed = loopless.new_list(8, 8)
    twin(loopless.deviate)(
        graph.out, worth, behind, rim, zero, two, 1, 0.0, ahead, trail, listed, _GO
    )


def _warm_top_pairs(twin: Twin, graph: ArcGraph) -> None:
    worth = graph.worth(0.9)
    zero = np.uint64(0)
    space = labels.Workspace(3, 0.2)
    marks, count = np.zeros(3, np.uint8), np.zeros(1, np.int32)
    twin(top_pairs.mark)(fixed(count), marks)
    best, by = top_pairs.new_best(3, 1), printing.print_of(graph, 0.9)
    twin(top_pairs.best_pairs)(
        graph.out, graph.back, worth, zero, marks, False, np.zeros(1), space.ahead, space.behind,
        best, by, _GO,
    )  # fmt: skip
    twin(top_pairs.leave)(space.ahead, best.order_ahead, 0, 0)
    twin(printing.follow)(
        graph.back,
        worth,
        by,
        space.ahead.key,
        0.5,
        zero,
        np.zeros(1, np.uint32),
        1,
        True,
        best.forward,
    )
    there = fixed(np.zeros(1, np.uint32))
    twin(masked.find_arcs)(graph.out, there, np.uint64(1), np.zeros(1, np.int64))


def _warm_readings(twin: Twin, graph: ArcGraph) -> None:
    zero, two = np.uint64(0), np.uint64(2)
    ranks = weakest.ranks_of(graph)
    sides = weakest.Sides(3, ranks)
    twin(weakest.widest_levels)(graph.out, ranks.of, zero, sides.ahead, weakest.NOBODY, _GO)
    sides = weakest.Sides(3, ranks)
    ends = (zero, two, sides.ahead, sides.behind)
    twin(weakest.widest_meet)(graph.out, graph.back, ranks.of, *ends, _GO)
    sides.clean()
    steps = fewest.Steps(np.empty(8, np.uint32), np.empty(8, np.uint32), np.empty(8))
    count, total = twin(fewest.fewest_hops)(
        graph.out, graph.back, ranks.of, graph.table, 1, *ends, steps, _GO
    )
    twin(fewest.keep_greatest)(steps, count, total, sides.ahead.gain, sides.behind.gain)
    _warm_flows(twin, graph)
    one_way = labels.new_labels(3, 0.2)
    fresh, keys = np.zeros(3, np.uint32), np.ones(1)
    for opposite in (hops.NOBODY, np.full(3, labels.UNREACHED)):
        twin(hops.next_layer)(
            graph.out,
            graph.table,
            one_way,
            opposite,
            fresh[:1],
            keys,
            fresh,
            True,
            1.0,
            -1.0,
            1,
            _GO,
        )


def _warm_flows(twin: Twin, graph: ArcGraph) -> None:
    room = flows.Room(np.ones(graph.table.size, np.int64), np.zeros(0, np.int64))
    flow = flows.new_flow(graph)
    ends = np.uint64(0), np.uint64(2)
    rows, places = (graph.out, graph.back), np.empty(8, np.uint32)
    _, reached, shut, _ = twin(nearest_cut.find_cut_arcs)(
        *rows, room, *ends, flow, places, places, _GO
    )
    twin(nearest_cut.arcs_between)(*rows, flow, reached, shut, places, places, _GO)


def _warm_removals(twin: Twin, graph: ArcGraph) -> None:
    there = _warm_tree(twin, graph, np.array([1.0, 0.45, 0.2025]), 0, (graph.out, graph.back))
    back = _warm_tree(twin, graph, np.array([0.2025, 0.45, 1.0]), 2, (graph.back, graph.out))
    here, none = np.zeros(3), np.full(3, trees.NOT_THERE, np.uint32)
    subjects = removals.Subjects(none, none, here)
    ways = [removals.Way(tree, here, tree.order, here) for tree in (there, back)]
    new = [repairs.new_repair(tree) for tree in (there, back)]
    twin(removals.remove_each)(
        *ways,
        False,
        True,
        0.9,
        subjects,
        0,
        3,
        *new,
        False,
        removals.Hoped(there, back, subjects, *new),
        none,
        removals.Sums(np.zeros(3), np.zeros(3), np.zeros(3, np.int32)),
        _GO,
    )
    _warm_hop_removals(twin, graph)


def _warm_hop_removals(twin: Twin, graph: ArcGraph) -> None:
    worth = graph.worth(0.9)
    none, yes = np.zeros(1, np.uint32), np.zeros(1, np.bool_)
    both = []
    for start, along, against in ((0, graph.out, graph.back), (2, graph.back, graph.out)):
        position = np.full(6, trees.NOT_THERE, np.uint32)
        place, parent, key = np.zeros(4, np.uint32), np.zeros(4, np.uint32), np.zeros(4)
        twin(hop_removals.grow_layers)(
            along, worth, False, np.uint64(start), 1, position, place, key, parent, _GO
        )
        first = np.zeros(5, np.uint32)
        both.append(hop_removals.Layers(position, place, key, parent, first, none, against, worth))
    new = hop_removals.Again(np.full(4, repairs.NOT_TOUCHED), np.zeros(4, np.uint32))
    sides = hop_removals.Sides(both[0], both[1], new, new)
    here = np.zeros(3)
    sums = removals.Sums(np.zeros(1), np.zeros(1), np.zeros(1, np.int32))
    twin(hop_removals.remove_each_limited)(
        sides,
        False,
        True,
        0.9,
        1,
        hop_removals.Ends(here, here, here),
        hop_removals.Gone(none, none, yes, yes, here),
        0,
        1,
        False,
        sides,
        here,
        np.zeros(3, np.uint32),
        np.zeros(3, np.uint32),
        *sums,
        _GO,
    )


def _warm_tree(
    twin: Twin, graph: ArcGraph, key: NDArray[np.float64], start: int, rows: tuple[Rows, Rows]
) -> trees.Tree:
    queue, by = np.empty(3, np.uint32), np.zeros(3)
    parent = np.full(3, trees.NOT_THERE, np.uint32)
    worth = graph.worth(0.9)
    count = twin(trees.levels)(rows[0], worth, False, key, np.uint64(start), queue, parent, by, _GO)
    tree = trees.empty_tree(3, count, graph.count)
    ones = np.ones(3, np.uint32)
    twin(trees.put_in_order)(queue[:count], parent, key, by, tree, ones, ones.copy(), _GO)
    twin(trees.fill_entries)(rows[1], worth, False, tree, np.zeros(count, np.uint32), _GO)
    return tree
