"""The words of lists that cells may use, in both languages; tables of them are made once."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping

from graph_api.domain.words import (
    Basis,
    Direction,
    Element,
    Label,
    Level,
    RelationClass,
    Sphere,
    Status,
)
from graph_api.exchange.sheets.cells import (
    CellError,
    conveys_table,
    is_unknown,
    kind_table,
    parts,
    word_table,
)
from graph_api.exchange.sheets.columns import folded
from graph_api.exchange.sheets.faults import SheetFaults
from graph_api.scenarios.problems import shown


class Words:
    """Every list of words of the format, with the own words of a scenario."""

    def __init__(
        self,
        faults: SheetFaults,
        kinds: Mapping[str, Label],
        conveys: Mapping[str, Label],
    ) -> None:
        self._faults = faults
        self._tables: dict[str, dict[str, str]] = {
            "kind": kind_table(kinds),
            "conveys": conveys_table(conveys),
            "level": word_table(Level),
            "sphere": word_table(Sphere),
            "class": word_table(RelationClass),
            "direction": word_table(Direction),
            "status": word_table(Status),
            "basis": word_table(Basis),
            "elements": word_table(Element),
        }

    def known(self, column: str) -> Container[str]:
        """Give the words of a column, as they are spelt in the format."""
        return self._tables[column].values()

    def one(self, column: str, text: str) -> str | None:
        """Give the word of the format that a text means; None where nobody knows.

        Raises
        ------
        CellError
            If it means none.

        """
        table = self._tables[column]
        found = table.get(folded(text))
        if found is not None:
            return found
        if is_unknown(text):
            return None
        hint = self._faults.near(text, dict.fromkeys([*table.values(), *table]))
        if column in {"kind", "conveys"}:
            noun = {"kind": ("kind of actor", "行动者类型"), "conveys": ("flow", "传递内容")}[
                column
            ]
            own = (
                f"A word of your own goes under vocabulary.{column}{'s' * (column == 'kind')}.",
                f"自定义的词请写入 vocabulary.{column}{'s' * (column == 'kind')}。",
            )
            raise CellError(
                f"unknown-{column}",
                (f"There is no {noun[0]} {shown(text)} here.", f"此处没有{noun[1]}“{text[:80]}”。"),
                own if hint is None else (f"{hint[0]} {own[0]}", f"{hint[1]}{own[1]}"),
                text,
            )
        raise CellError(
            "bad-word",
            (
                f"{shown(text)} is not one of the words of {column}.",
                f"“{text[:80]}”不是 {column} 可用的词。",
            ),
            hint,
            text,
        )

    def reader(self, column: str) -> Callable[[str], str | None]:
        """Give what reads one word of a column."""
        return lambda text: self.one(column, text)

    def some(self, column: str) -> Callable[[str], list[str]]:
        """Give what reads several words of a column."""

        def read(text: str) -> list[str]:
            found = (self.one(column, part) for part in parts(text))
            return [word for word in found if word is not None]

        return read
