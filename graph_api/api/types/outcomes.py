"""What mutations answer: a union for each, so that expected failures are data and not errors."""

from collections.abc import Iterable
from typing import Annotated

import strawberry

from graph_api import errors
from graph_api.api.fields import resolver
from graph_api.api.types.node import LanguageArgument
from graph_api.api.types.scenario import Scenario
from graph_api.api.types.words import Language, language_word
from graph_api.domain.tables import LARGE


@strawberry.type(description="One thing wrong with a file or a change, and where (问题).")
class Problem:
    """A problem."""

    entry: strawberry.Private[errors.Problem]

    @classmethod
    def of(cls, problems: Iterable[errors.Problem]) -> list["Problem"]:
        """Wrap problems."""
        return [cls(entry=problem) for problem in problems]

    @resolver(description="What is wrong (说明).")
    def message(self, language: LanguageArgument = Language.EN) -> str:
        """Give the message."""
        return self.entry.text(language_word(language))

    @resolver(description="The check that found it: `unknown-actor` (检查名).")
    def code(self) -> str:
        """Give the name of the check."""
        return self.entry.code

    @resolver(description="Where: `relations[3].strength.best` (路径).")
    def path(self) -> str:
        """Give the path."""
        return self.entry.path

    @resolver(description="Line of the text, from 1; null where there is no text (行号).")
    def line(self) -> int | None:
        """Give the line."""
        return self.entry.line

    @resolver(description="Column of the line, from 1 (列号).")
    def column(self) -> int | None:
        """Give the column."""
        return self.entry.column

    @resolver(description="What to do about it (提示).")
    def hint(self, language: LanguageArgument = Language.EN) -> str | None:
        """Give the hint."""
        return self.entry.hint(language_word(language))


@strawberry.type(description="A scenario was read, and kept unless it was a dry run (导入成功).")
class ImportedScenario:
    """A successful import."""

    scenario: Scenario = strawberry.field(description="The scenario as it is now (情景).")
    created: bool = strawberry.field(description="It is a new one (是否新建).")
    warnings: list[Problem] = strawberry.field(
        description="What the checks warn of; nothing is refused for it (警告)."
    )


@strawberry.type(description="The file has errors; nothing was stored (文件有误).")
class InvalidScenario:
    """A refused file."""

    problems: list[Problem] = strawberry.field(
        description="Every problem of the file, in its order (全部问题)."
    )


@strawberry.type(description="The key is taken and was not to be replaced (情景已存在).")
class ScenarioExists:
    """A taken key."""

    key: str = strawberry.field(description="Key of the scenario that is there.")
    revision: int = strawberry.field(description="Its revision (修订号).")


@strawberry.type(description="Somebody committed in between; load again and repeat (修订冲突).")
class RevisionConflict:
    """A revision that has moved on."""

    expected: int = strawberry.field(description="The revision that was named (预期修订号).")
    actual: int = strawberry.field(description="The revision that stands (实际修订号).")


@strawberry.type(description="The changes were committed (更改已提交).")
class ChangesApplied:
    """Committed changes."""

    scenario: Scenario = strawberry.field(description="The scenario as it is now (情景).")
    revision: int = strawberry.field(description="The revision that stands (修订号).")


@strawberry.type(description="The changes cannot be made; nothing was stored (更改无效).")
class InvalidChanges:
    """Refused changes."""

    problems: list[Problem] = strawberry.field(description="Every problem (全部问题).")


@strawberry.type(
    description="The scenario is gone; its journal stays. `undo` brings back one of up to"
    f" {LARGE:,} relations (已删除；日志保留；关系不超过 {LARGE:,} 个的情景可用 `undo` 恢复)."
)
class DeletedScenario:
    """A deleted scenario."""

    key: str = strawberry.field(description="Key of the scenario.")


ImportScenarioResult = Annotated[
    ImportedScenario | InvalidScenario | ScenarioExists | RevisionConflict,
    strawberry.union("ImportScenarioResult", description="How an import ended (导入结果)."),
]
ApplyChangesResult = Annotated[
    ChangesApplied | RevisionConflict | InvalidChanges,
    strawberry.union("ApplyChangesResult", description="How a change ended (更改结果)."),
]
DeleteScenarioResult = Annotated[
    DeletedScenario | RevisionConflict | InvalidChanges,
    strawberry.union("DeleteScenarioResult", description="How a deletion ended (删除结果)."),
]
