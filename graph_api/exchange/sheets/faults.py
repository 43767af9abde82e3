"""What is wrong with sheets: every fault with its sheet, row and column, what to do, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Literal

from graph_api.errors import Problem
from graph_api.exchange.sheets.grid import Grid
from graph_api.scenarios.problems import CHECKS, MAX_PROBLEMS, Basket, Both, Check

_MOST_KNOWN = 10_000

SHEET_CHECKS: Mapping[str, Check] = {
    "missing-sheet": Check("A sheet that must be there is missing.", "缺少必需的工作表。"),
    "repeated-sheet": Check("Two sheets are the same one.", "两张工作表指同一张表。"),
    "bad-sheet": Check(
        "A file of sheets is damaged or of another kind.", "表格文件损坏或格式不对。"
    ),
    "missing-column": Check("A column that must be there is missing.", "缺少必需的列。"),
    "repeated-column": Check("Two headers name the same column.", "两个表头指同一列。"),
    "misspelt-column": Check("A header nearly names a column.", "表头与某列名称相近但不一致。"),
    "unknown-column": Check("A column that is not read.", "不读取的列。", "warning"),
    "unknown-sheet": Check("A sheet that is not read.", "不读取的工作表。", "warning"),
    "extra-cell": Check("A cell stands outside the columns.", "单元格在各列之外。"),
    "formula-cell": Check("A cell holds a formula.", "单元格含公式。"),
    "error-cell": Check("A cell holds an error of the spreadsheet.", "单元格含错误值。"),
    "merged-cells": Check("Cells are merged.", "单元格被合并。"),
    "ambiguous-name": Check("Several actors have this name.", "多个行动者同名。"),
    "self-relation": Check(
        "A relation leads from an actor to itself.", "关系的起点与终点相同。", "warning"
    ),
    "duplicate-row": Check("A row repeats another one.", "重复的行。"),
    "duplicate-judgement": Check("An expert judges a relation twice.", "同一专家重复判断。"),
    "weights-above-one": Check("Weights of a graph lie above 1.", "图的权重大于 1。"),
    "weights-scaled": Check("Weights were divided by the largest.", "权重已折算。", "warning"),
    "kind-assumed": Check("Nodes of a graph say no kind.", "图的节点未说明类型。", "warning"),
    "id-made": Check("Ids were made of the names of nodes.", "由节点名称生成标识。", "warning"),
    "edges-doubled": Check("Edges are read both ways.", "每条边按两个方向读取。", "warning"),
    "strength-unknown": Check("Edges have no weight.", "边没有权重。", "warning"),
}
"""The checks of sheets beside those of scenarios (`graph_api.scenarios.problems.CHECKS`)."""


def severity_of(code: str) -> Literal["error", "warning"]:
    """Tell whether a code keeps sheets from being read."""
    return (SHEET_CHECKS.get(code) or CHECKS[code]).severity


class SheetFaults:
    """The faults of some sheets, at most `MAX_PROBLEMS`; of more, the number is said."""

    def __init__(self) -> None:
        self._found: list[tuple[int, int, int, Problem]] = []
        self._hints = Basket()
        self._sheets: dict[str, int] = {}
        self.count = 0
        self.has_errors = False

    def near(self, word: str, known: Iterable[str]) -> Both | None:
        """Give a hint at the known words nearest to one, or at some of those there are."""
        return self._hints.near(word, islice(known, _MOST_KNOWN))

    def say(  # noqa: PLR0913, PLR0917  # what is wrong, and where
        self,
        code: str,
        sheet: Grid | str,
        row: int | None,
        column: int | None,
        text: Both,
        hint: Both | None = None,
        subject: str | None = None,
    ) -> None:
        """Note a fault; rows and columns count from 1, None where it is the sheet's as a whole."""
        severity = severity_of(code)
        self.has_errors = self.has_errors or severity == "error"
        self.count += 1
        if len(self._found) >= 2 * MAX_PROBLEMS and severity == "warning":
            return
        grid = Grid(sheet, (), ()) if isinstance(sheet, str) else sheet
        problem = Problem(
            code,
            text[0],
            text[1],
            grid.place(row, column),
            row if grid.labels is None else None,
            column if grid.labels is None else None,
            hint[0] if hint else None,
            hint[1] if hint else None,
            None if subject is None else subject[:200],
            severity,
        )
        order = self._sheets.setdefault(grid.title, len(self._sheets))
        self._found.append((order, row or 0, column or 0, problem))

    def told(self) -> tuple[Problem, ...]:
        """Give the faults by sheet, row and column, and how many more there are."""
        found = [item[3] for item in sorted(self._found, key=lambda item: item[:3])]
        if self.has_errors:  # errors first where not all can be told
            errors = [problem for problem in found if problem.severity == "error"]
            found = found if len(found) <= MAX_PROBLEMS else errors
        told = found[:MAX_PROBLEMS]
        if self.count > len(told):
            more = self.count - len(told)
            told.append(
                Problem(
                    "too-many-problems" if self.has_errors else "too-many-warnings",
                    f"There are {more:,} more; mend these and check again.",
                    f"另有 {more:,} 处；请先改正以上各处再检查。",
                    severity="error" if self.has_errors else "warning",
                )
            )
        return tuple(told)

    def order(self, sheets: Iterable[str]) -> None:
        """Say in which order the sheets are told."""
        for sheet in sheets:
            self._sheets.setdefault(sheet, len(self._sheets))
