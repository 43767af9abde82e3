"""Who is meant: ids and names of actors, titles of sources, and ids made of names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from graph_api.exchange.sheets.cells import CellError
from graph_api.exchange.sheets.faults import SheetFaults
from graph_api.scenarios.naming import NOUNS
from graph_api.scenarios.problems import shown
from graph_api.scenarios.shapes import is_id

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


def is_chinese(text: str) -> bool:
    """Tell whether there are Chinese signs in a text.

    Examples
    --------
    >>> is_chinese("3号楼"), is_chinese("House 3")
    (True, False)

    """
    return _HAN.search(text) is not None


def slug(text: str) -> str:
    """Make an id of a name: signs that no id may have become ``_``; empty where nothing is left.

    Examples
    --------
    >>> slug("Residents' committee"), slug("第3组（北）"), slug("?")
    ('Residents_committee', '第3组_北', '')

    """
    plain = unicodedata.normalize("NFKC", text).replace("'", "")
    found = re.sub(r"[^\w.-]+", "_", plain).strip("_.-")[:80]
    return found if is_id(found) else ""


def _same(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


class Names:
    """What may be named, by ids and by names; several of one name are kept apart."""

    def __init__(self, noun: str, faults: SheetFaults) -> None:
        self._noun = noun
        self._faults = faults
        self.rows: dict[str, int | None] = {}
        self._named: dict[str, dict[str, None]] = {}

    def __contains__(self, key: object) -> bool:
        return key in self.rows

    def __bool__(self) -> bool:
        return bool(self.rows)

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def add(self, key: str, row: int | None, *names: str | None) -> None:
        """Note an id, the row where it stands, and what else it is called."""
        self.rows.setdefault(key, row)
        for name in (key, *names):
            if name:
                self._named.setdefault(_same(name), {})[key] = None

    def free(self, wanted: str) -> str:
        """Give an id that nothing has yet, like the one wanted."""
        key, number = wanted, 1
        while key in self.rows:
            number += 1
            key = f"{wanted[:75]}_{number}"
        return key

    def resolve(self, text: str) -> str:
        """Give the id of what a text names, by id or by name.

        Raises
        ------
        CellError
            If nothing, or more than one thing, is called so.

        """
        if text in self.rows:
            return text
        found = list(self._named.get(_same(text), ()))
        if len(found) == 1:
            return found[0]
        en, zh = NOUNS[self._noun]
        if found:
            few = found[:8]
            raise CellError(
                "ambiguous-name",
                (
                    f"{len(found)} {en}s are called {shown(text)}: {', '.join(few)}.",
                    f"有 {len(found)} 个{zh}名为“{text[:80]}”：{'、'.join(few)}。",
                ),
                ("Write the id.", "请写编号。"),
                text,
            )
        known = [*self.rows, *(word for word in self._named if word not in self.rows)]
        raise CellError(
            f"unknown-{self._noun}",
            (f"There is no {en} {shown(text)} here.", f"此处没有{zh}“{text[:80]}”。"),
            self._faults.near(text, known),
            text,
        )
