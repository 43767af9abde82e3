"""What mutations are given: one input for each."""

from datetime import date
from typing import Any

import strawberry
from strawberry.scalars import JSON

from graph_api.api.types.case import CaseState
from graph_api.api.types.changes import ChangeInput, LabelInput


def _revision(what: str = "the scenario") -> str:
    return f"The revision of {what} that you saw; another one is a RevisionConflict (预期修订号)."


def _reason(otherwise: str = "") -> Any:  # noqa: ANN401  # any field
    return strawberry.field(
        default=None,
        description=f"Why, for the journal, 1,000 characters at most{otherwise} (原因).",
    )


@strawberry.input(description="A YAML file to read and keep (导入).")
class ImportScenarioInput:
    """What to import."""

    yaml: str = strawberry.field(description="The text of the file, 5 MB at most (YAML 文本).")
    replace: bool | None = strawberry.field(
        default=False,
        description="Replace the scenario of this key; needs `expectedRevision`, can be"
        " undone (替换).",
    )
    expected_revision: int | None = strawberry.field(default=None, description=_revision())
    dry_run: bool | None = strawberry.field(
        default=False, description="Check and answer, but store nothing (试运行)."
    )
    reason: str | None = _reason()


@strawberry.input(description="Changes to commit, all or none (更改).")
class ApplyChangesInput:
    """What to change."""

    scenario: str = strawberry.field(description="Key of the scenario (情景).")
    variant: str | None = strawberry.field(
        default=None, description="Whose list of changes grows; null: the baseline itself (变体)."
    )
    expected_revision: int = strawberry.field(description=_revision())
    changes: list[ChangeInput] = strawberry.field(description="The changes, in order (更改).")
    reason: str | None = _reason()


@strawberry.input(description="A commit to take back, as a new commit (撤销).")
class UndoInput:
    """What to undo."""

    scenario: str = strawberry.field(description="Key of the scenario (情景).")
    revision: int = strawberry.field(
        description="The revision of the journal to take back (修订号)."
    )
    expected_revision: int = strawberry.field(description=_revision())
    reason: str | None = _reason()


@strawberry.input(description="A variant to add (新变体).")
class CreateVariantInput:
    """What variant to create."""

    scenario: str = strawberry.field(description="Key of the scenario (情景).")
    key: str = strawberry.field(description="Key of the new variant (变体).")
    title: LabelInput | None = strawberry.field(default=None, description="Title (标题).")
    extends: str | None = strawberry.field(
        default=None, description="Key of the variant that it extends; null: the baseline (继承)."
    )
    expected_revision: int = strawberry.field(description=_revision())
    changes: list[ChangeInput] = strawberry.field(description="Its changes, in order (更改).")
    reason: str | None = _reason()


@strawberry.input(description="A scenario to take away (删除).")
class DeleteScenarioInput:
    """What to delete."""

    key: str = strawberry.field(description="Key of the scenario (情景).")
    expected_revision: int = strawberry.field(description=_revision())
    reason: str | None = _reason()


@strawberry.input(description="A query that may outlast a request (作业).")
class StartJobInput:
    """What to work on."""

    document: str = strawberry.field(
        description="A document that holds one query and its fragments (查询文档)."
    )
    variables: JSON | None = strawberry.field(
        default=None, description="The variables of the query, an object (变量)."
    )


@strawberry.input(description="One step of the case of a household (个案变动).")
class MoveCaseInput:
    """Where a case moves."""

    scenario: str = strawberry.field(description="Key of the scenario (情景).")
    case: strawberry.ID = strawberry.field(
        description="The household; an unknown one moved to IDENTIFIED is opened (个案)."
    )
    to: CaseState = strawberry.field(description="The state that it is to have (目标状态).")
    actor: strawberry.ID | None = strawberry.field(
        default=None,
        description="The actor of the scenario who takes the step, so that it is refused where the"
        " step is another's; null: not checked (责任者).",
    )
    note: str | None = strawberry.field(default=None, description="Why, for the history (说明).")
    expected_revision: int = strawberry.field(description=_revision())
    reason: str | None = _reason("; null: the note")


@strawberry.input(description="One reading of an indicator of a case (观测).")
class RecordObservationInput:
    """What was observed."""

    scenario: str = strawberry.field(description="Key of the scenario (情景).")
    case: strawberry.ID = strawberry.field(description="The household of the case (个案).")
    indicator: str = strawberry.field(
        description="What was read: `deprivation` is what the exit standard looks at (指标)."
    )
    value: float | None = strawberry.field(
        default=None, description="The reading; null: looked for and not found (读数)."
    )
    at: date = strawberry.field(description="The day on which it was taken (日期).")
    note: str | None = strawberry.field(default=None, description="A remark (说明).")
    expected_revision: int = strawberry.field(description=_revision())
    reason: str | None = _reason("; null: the note")
