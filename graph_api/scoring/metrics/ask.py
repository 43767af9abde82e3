"""Ask one metric of one view: its parameters checked, its limits kept, its rows in order."""

from __future__ import annotations

import math
from collections.abc import Mapping
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import GraphSnapshot
from graph_api.errors import BadParameterError, TooCostlyError, nearest
from graph_api.scoring import stopping
from graph_api.scoring.metrics.info import (
    Asked,
    Found,
    MetricAnswer,
    MetricInfo,
    MetricRows,
    Progress,
)
from graph_api.scoring.metrics.of_actors import ACTOR_METRICS
from graph_api.scoring.metrics.of_graphs import GRAPH_METRICS
from graph_api.scoring.metrics.ties import Ties, ties_of

METRICS: Mapping[str, MetricInfo] = {info.name: info for info in (*ACTOR_METRICS, *GRAPH_METRICS)}
"""Every metric by its name, in the order in which they are listed."""

DIGITS = 12
"""Values that agree to so many digits are tied: what lies behind is rounding."""

_TIES: WeakKeyDictionary[GraphSnapshot, Ties] = WeakKeyDictionary()


def metric(
    view: GraphSnapshot,
    name: str,
    parameters: Mapping[str, float] | None = None,
    *,
    progress: Progress = None,
) -> MetricAnswer:
    """Compute one metric of the catalogue (docs/reference/metrics.md).

    Counted are ties: the strongest relation of each ordered pair, of class EMPOWERMENT, between
    different actors, of known strength above 0. Unknown relations are left out and counted.

    Parameters
    ----------
    view
        The graph to read.
    name
        A key of `METRICS`.
    parameters
        Values by key; what is not said takes its default.
    progress
        Called with the share that is done, in [0, 1].

    Returns
    -------
    MetricAnswer
        Undefined numbers are None, never 0.

    Raises
    ------
    BadParameterError
        If there is no such metric or parameter, a value is out of its range, or a parameter that
        has no default was not given.
    TooCostlyError
        If the view is too large for this metric; it says how large it may be.
    DeadlineExceededError
        If the time is up.

    Examples
    --------
    >>> from graph_api.domain.from_arrays import snapshot_from_arrays
    >>> view = snapshot_from_arrays(["a", "b", "c"], [0, 1], [1, 2], [0.5, 0.5])
    >>> [(row.actor, row.value) for row in metric(view, "betweenness").rows]
    [('b', 0.5), ('a', 0.0), ('c', 0.0)]
    >>> metric(view, "reciprocity").value
    0.0

    """
    info = find_metric(name)
    used = _checked(info, parameters or {})
    if view not in _TIES:
        _TIES[view] = ties_of(view)
    ties = _TIES[view]
    _require_small(info, ties)
    stopping.stage(f"computing {name}", f"正在计算 {name}")
    found = info.compute(Asked(view, ties, used, progress))
    rows = MetricRows(view, _order(view, found), found)
    value = None if found.value is None or math.isnan(found.value) else found.value
    return MetricAnswer(info, {**used, **found.used}, rows, value, ties.unknown)


def find_metric(name: str) -> MetricInfo:
    """Give the entry of a metric, or raise `BadParameterError` that names the nearest ones."""
    name = str(name)
    info = METRICS.get(name)
    if info is not None:
        return info
    near = nearest(name, METRICS)
    shown = name[:80]
    hint = f"; did you mean {near[0]!r}?" if near else f"; there are: {', '.join(METRICS)}."
    hint_zh = f"；是否指“{near[0]}”？" if near else f"；现有：{'、'.join(METRICS)}。"
    raise BadParameterError(
        f"There is no metric {shown!r}{hint}",
        f"没有指标“{shown}”{hint_zh}",
        parameter="name",
        nearest=list(near),
    )


def to_digits(value: float) -> float:
    """Give what a value is ordered by: it, to `DIGITS` digits."""
    return float(_to_digits(np.array([value]))[0])


def _checked(info: MetricInfo, given: Mapping[str, float]) -> dict[str, float]:
    known = {parameter.key: parameter for parameter in info.parameters}
    for said in given:
        key = str(said)
        if key not in known:
            has = ", ".join(known) or "none"
            has_zh = "、".join(known) or "无"
            raise BadParameterError(
                f"{info.name} has no parameter {key[:80]!r}; it has: {has}.",
                f"{info.name} 没有参数“{key[:80]}”；现有：{has_zh}。",
                parameter=key[:80],
                nearest=list(nearest(key, known)),
            )
    used: dict[str, float] = {}
    for key, parameter in known.items():
        value = given.get(key)
        if value is not None:
            used[key] = parameter.require(value)
        elif parameter.default is not None:
            used[key] = parameter.default
        elif parameter.is_required:
            raise BadParameterError(
                f"{info.name} needs {key}: {parameter.description.text('en')}",
                f"{info.name} 需要给出 {key}：{parameter.description.text('zh')}",
                parameter=key,
            )
    return used


def _require_small(info: MetricInfo, ties: Ties) -> None:
    if info.most_actors is not None and ties.size > info.most_actors:
        raise _too_large(info, "actors", "行动者", ties.size, info.most_actors)
    work = ties.size * ties.count
    if info.most_work is not None and work > info.most_work:
        raise _too_large(info, "actors x ties", "行动者 × 关系", work, info.most_work)


def _too_large(info: MetricInfo, what: str, zh: str, size: int, limit: int) -> TooCostlyError:
    return TooCostlyError(
        f"{info.name} is computed for at most {limit:,} ({what}); this view has {size:,}. Filter"
        " the relations or actors, or take the graph to a library (.to_networkx(), export).",
        f"{info.name} 最多计算 {limit:,}（{zh}）；此视图为 {size:,}。"
        "请筛选关系或行动者，或把图导出到其他库（.to_networkx()、export）。",
        metric=info.name,
        size=size,
        limit=limit,
    )


def _order(view: GraphSnapshot, found: Found) -> NDArray[np.int64]:
    """Give the places in the order of the rows."""
    values = found.values
    if values is None:
        return np.zeros(0, np.int64)
    rounded = _to_digits(values)
    chosen = np.zeros(len(values), np.bool_)
    if found.chosen:
        chosen[list(found.chosen)] = True
    # NaN sorts last of its own; the chosen come first.
    order = np.lexsort((-rounded, ~chosen)).astype(np.int64)
    keys = np.stack((rounded[order], chosen[order].astype(np.float64)))
    differs = (keys[:, 1:] != keys[:, :-1]) & ~(np.isnan(keys[:, 1:]) & np.isnan(keys[:, :-1]))
    ends = np.append(np.flatnonzero(differs.any(axis=0)) + 1, len(order)).tolist()
    begin = 0
    for end in ends:
        if end - begin > 1:
            order[begin:end] = sorted(order[begin:end].tolist(), key=view.actor_id)
        begin = end
    return order


def _to_digits(values: NDArray[np.float64]) -> NDArray[np.float64]:
    size = np.abs(values)
    known = np.isfinite(size) & (size > 1e-290)
    step = np.ones(len(values))
    step[known] = 10.0 ** (np.floor(np.log10(size[known])) + 1 - DIGITS)
    return np.where(known, np.round(values / step) * step, np.where(np.isnan(values), np.nan, 0.0))
