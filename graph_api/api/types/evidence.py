"""Sources, the places in them that support an entry, and the figures they print."""

from collections.abc import Iterable, Mapping
from typing import Self

import strawberry

from graph_api import domain
from graph_api.api.fields import resolver
from graph_api.api.types.node import LanguageArgument
from graph_api.api.types.words import Language, language_word


@strawberry.type(description="A publication or record that evidence points into (来源).")
class Source:
    """A source of a scenario."""

    entry: strawberry.Private[domain.Source]

    @resolver(description="The source's own key.")
    def key(self) -> str:
        """Give the key."""
        return self.entry.key

    @resolver(description="Title (标题).")
    def title(self, language: LanguageArgument = Language.EN) -> str:
        """Give the title, else the key."""
        return self.entry.title.text(language_word(language), self.entry.key)

    @resolver(description="Name of the file that holds its text; null where there is none.")
    def file(self) -> str | None:
        """Give the file name."""
        return self.entry.file

    @resolver(description='Its lines of the file, as ["177", "187-191"]; empty: all of them (行).')
    def lines(self) -> list[str]:
        """Give the lines."""
        return [*self.entry.lines]


@strawberry.type(description="The place in a source that supports an entry (依据).")
class Evidence:
    """A piece of evidence."""

    entry: strawberry.Private[domain.Evidence]
    sources: strawberry.Private[Mapping[str, domain.Source]]

    @classmethod
    def of(
        cls, entries: Iterable[domain.Evidence], sources: Mapping[str, domain.Source]
    ) -> list[Self]:
        """Wrap the evidence of an entry."""
        return [cls(entry=entry, sources=sources) for entry in entries]

    @resolver(description="The source that is cited (来源).")
    def source(self) -> Source:
        """Give the source."""
        key = self.entry.source
        return Source(entry=self.sources.get(key) or domain.Source(key))

    @resolver(description='The lines cited, as ["177", "187-191"] (行).')
    def lines(self) -> list[str]:
        """Give the lines."""
        return [*self.entry.lines]

    @resolver(description="What the lines say, or how they were read (注).")
    def note(self, language: LanguageArgument = Language.EN) -> str | None:
        """Give the note."""
        return self.entry.note.text(language_word(language)) or None


@strawberry.type(
    description="A figure printed in a source; figures that contradict stand side by side (数字)."
)
class Figure:
    """A figure of a scenario."""

    entry: strawberry.Private[domain.Figure]
    sources: strawberry.Private[Mapping[str, domain.Source]]

    @resolver(description="The figure's own key.")
    def key(self) -> str:
        """Give the key."""
        return self.entry.key

    @resolver(description="The number, in `unit` (数值).")
    def value(self) -> float:
        """Give the number."""
        return self.entry.value

    @resolver(description="What the number counts or measures (单位).")
    def unit(self) -> str:
        """Give the unit."""
        return self.entry.unit

    @resolver(description="The year it is about; null where none is stated (年份).")
    def year(self) -> int | None:
        """Give the year."""
        return self.entry.year

    @resolver(description="What the figure says (名称).")
    def label(self, language: LanguageArgument = Language.EN) -> str:
        """Give the label, else the key."""
        return self.entry.label.text(language_word(language), self.entry.key)

    @resolver(description="Keys of figures that contradict this one (相矛盾的数字).")
    def conflicts_with(self) -> list[str]:
        """Give the keys of the others."""
        return [*self.entry.conflicts_with]

    @resolver(description="Where it is printed (依据).")
    def evidence(self) -> list[Evidence]:
        """Give the evidence."""
        return Evidence.of(self.entry.evidence, self.sources)
