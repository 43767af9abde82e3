"""Reads a report as a program would: its tables, with all digits of every number."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "img", "link", "hr"}


@dataclass
class Page(HTMLParser):
    """What stands on a page."""

    tables: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    loose: list[float] = field(default_factory=list)
    """Numbers outside of all tables."""
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    table: str | None = None
    row: str | None = None

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.tags.append((tag, said))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.table = said["data-table"] or ""
            self.tables[self.table] = {}
        if tag == "tr":
            self.row = said.get("data-row")
        if tag == "data":
            value = float(said["value"] or "")
            if self.table is None or self.row is None:
                self.loose.append(value)
            else:
                self.tables[self.table].setdefault(self.row, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes nothing"
        if tag == "table":
            self.table = None
        if tag == "tr":
            self.row = None

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def read_page(text: str) -> Page:
    page = Page()
    page.feed(text)
    page.close()
    assert page.open == []
    return page
