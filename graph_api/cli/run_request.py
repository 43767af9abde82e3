"""What ``empower run`` was asked: which scenario, with which values, over which table."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_api.bootstrap import read_file, read_file_as_scenario, seed_files
from graph_api.cli.frame import Run
from graph_api.cli.output import note
from graph_api.cli.session import find, open_existing
from graph_api.domain import SYSTEM_KEYS, System
from graph_api.domain.numbers import read_number
from graph_api.errors import BadParameterError, UnknownScenarioError, nearest
from graph_api.exchange.tables import MOST_BYTES, read_table

if TYPE_CHECKING:
    from graph_api.service import Service
    from graph_api.workbench import View, Workbench

HELP = "help"
"""The drawing that lists the drawings, and the table that tells its columns."""


class Opening:
    """How the mechanism is opened: over a view, with values that were set, and a table to read."""

    def __init__(self, view: View, overrides: Mapping[str, float], table: str | None) -> None:
        self.view = view
        self.overrides = overrides
        self._name = "" if table is None else Path(table).name
        data = b"" if table is None else read_file(Path(table), MOST_BYTES + 1)
        self._table = None if table is None else read_table(data, self._name)
        self._digest = hashlib.sha256(data).hexdigest()[:16]

    def asked(self) -> dict[str, Any]:
        """Give what provenance tells: the values that were set, and which table was read."""
        said: dict[str, Any] = {**self.overrides}
        if self._table is not None:
            said |= {"table": self._name, "tableDigest": self._digest}
        return said

    def tell_encoding(self, run: Run) -> None:
        """Say so where the table was not in Unicode."""
        if self._table is None or self._table.encoding != "gb18030":
            return
        note(
            run,
            f"{self._name} is no UTF-8 and was read as GB18030 (GBK). If Chinese in it looks wrong,"
            " save it as 'CSV UTF-8'.",
            f"{self._name} 不是 UTF-8 编码，已按 GB18030（GBK）读取。若其中汉字显示有误，"
            "请另存为“CSV UTF-8”。",
        )

    def at(self, values: Mapping[str, float]) -> System:
        """Give the system with these values beside those that were set."""
        system = self.view.system(**self.overrides, **values)
        if self._table is None:
            return system
        return system.with_rows(self._table.rows, self._name)


def read_settings(said: Sequence[str]) -> dict[str, float]:
    """Give the values of ``--set``; whether a parameter allows its value, the system tells.

    Raises
    ------
    BadParameterError
        If one is not ``key=number``, or a key stands twice.

    Examples
    --------
    >>> read_settings(["h=0.1", "theta = 1e-1"])
    {'h': 0.1, 'theta': 0.1}

    """
    values: dict[str, float] = {}
    for text in said:
        key, sign, number = (part.strip() for part in text.partition("="))
        shown = key[:80]
        if not (key and sign):
            raise BadParameterError(
                f"--set {text[:80]!r} says no value; write key=value, such as h=0.1.",
                f"--set “{text[:80]}”没有给出取值；请写成 键=取值，例如 h=0.1。",
                parameter=shown or "set",
            )
        if key in values:
            raise BadParameterError(
                f"{shown!r} is set twice; say it once.",
                f"“{shown}”被设定两次；请只写一次。",
                parameter=shown,
            )
        value = read_number(number)
        if value is None:
            raise BadParameterError(
                f"{shown} = {number[:40]!r} is no number.",
                f"{shown} = “{number[:40]}”不是数。",
                parameter=shown,
            )
        values[key] = value
    return values


def require_sense(  # noqa: PLR0913  # what the command line says
    run: Run,
    *,
    wants_csv: bool,
    only: str | None,
    measures: Sequence[str],
    sweeps: Sequence[str],
    figure: str | None,
    draw: str | None,
) -> None:
    """Refuse options that contradict each other."""
    for wrong, en, zh, parameter in (
        (
            wants_csv and run.wants_json,
            "--csv (or -o, which writes it) and --json exclude each other; say one of them.",
            "--csv（及写出 CSV 的 -o）与 --json 互斥；请只用其一。",
            "csv",
        ),
        (
            bool(sweeps) and only is not None,
            "A sweep follows measures only: leave --only out, and name them with --measure.",
            "扫描只跟踪测度：请去掉 --only，用 --measure 指定测度。",
            "only",
        ),
        (
            bool(measures) and only not in {None, "measures"},
            f"--measure names measures, and --only {only} leaves them out: say one of the two.",
            f"--measure 指定测度，而 --only {only} 不含测度：请只用其一。",
            "only",
        ),
        (
            bool(sweeps) and draw not in {None, HELP},
            "With --sweep the sweep itself is drawn: leave --draw out.",
            "使用 --sweep 时绘制的是扫描结果：请去掉 --draw。",
            "draw",
        ),
        (
            draw not in {None, HELP} and figure is None,
            "--draw says what to draw, --figure into which file: name one (.svg, .png, .pdf).",
            "--draw 指定绘制内容，--figure 指定文件：请给出文件（.svg、.png、.pdf）。",
            "figure",
        ),
    ):
        if wrong:
            raise BadParameterError(en, zh, parameter=parameter)


def scenario_named(run: Run, name: str, scenario: str | None) -> Workbench:
    """Give the scenario that a system, or a name of a scenario, means."""
    if name not in SYSTEM_KEYS:
        if scenario is not None:
            raise BadParameterError(
                f"--scenario chooses among those of one mechanism, and {name[:80]!r} is none;"
                f" there are: {', '.join(SYSTEM_KEYS)}.",
                f"--scenario 用于在同一机制的情景中选择，而“{name[:80]}”不是机制；现有："
                f"{'、'.join(SYSTEM_KEYS)}。",
                parameter="scenario",
            )
        return _by_name(run, name)
    if scenario is None:
        service = open_existing(run)
        return find(run, _scenario_with(run, name, service), service)
    bench = find(run, scenario)
    if bench.scenario.about.system != name:
        own = bench.scenario.about.system
        raise BadParameterError(
            f"Scenario {bench.scenario.key!r} has "
            + ("no mechanism" if own is None else f"the mechanism {own}")
            + f", not {name}.",
            f"情景“{bench.scenario.key}”"
            + ("没有机制" if own is None else f"的机制是 {own}")
            + f"，而不是 {name}。",
            parameter="scenario",
        )
    return bench


def _by_name(run: Run, name: str) -> Workbench:
    """Give a scenario by its own name; what is none is told the mechanisms too."""
    try:
        return find(run, name)
    except UnknownScenarioError as error:
        shown = name[:80]
        near = nearest(name, SYSTEM_KEYS)
        listed_en = (
            f"; did you mean {' or '.join(map(repr, near))}?"
            if near
            else f". Mechanisms: {', '.join(SYSTEM_KEYS)}."
        )
        listed_zh = (
            f"；是否指“{'”或“'.join(near)}”？" if near else f"。机制：{'、'.join(SYSTEM_KEYS)}。"
        )
        raise BadParameterError(
            f"There is neither a mechanism nor a scenario {shown!r}{listed_en}"
            + ("" if near else " `empower list` lists the scenarios."),
            f"没有名为“{shown}”的机制或情景{listed_zh}"
            + ("" if near else "用 `empower list` 列出情景。"),
            parameter="system",
            nearest=list(near),
        ) from error


def _scenario_with(run: Run, system: str, service: Service | None) -> str:
    """Give the key of the one scenario that has a mechanism: of the store, else of the seeds."""
    stored = () if service is None else service.scenarios()
    keys = [
        info.key
        for info in stored
        if service is not None and service.scenario(info.key).about.system == system
    ]
    if not keys:
        keys = [
            path.stem
            for path in seed_files(run.settings)
            if system.encode() in read_file(path)
            and read_file_as_scenario(path).about.system == system
        ]
    if len(keys) != 1:
        raise BadParameterError(
            f"No scenario has the mechanism {system}; name one that has it in its YAML (`system:`)."
            if not keys
            else f"Several scenarios have the mechanism {system}: {', '.join(keys)}. Choose one"
            " (--scenario KEY).",
            f"没有情景使用机制 {system}；请在情景的 YAML 中写明（`system:`）。"
            if not keys
            else f"有多个情景使用机制 {system}：{'、'.join(keys)}。请用 --scenario KEY 指定。",
            parameter="scenario",
            scenarios=keys,
        )
    return keys[0]
