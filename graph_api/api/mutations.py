"""The root of every change; what may be expected to fail answers a union."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Annotated

import strawberry

from graph_api.api.context import Info, in_thread
from graph_api.api.fields import resolver
from graph_api.api.ids import own_key
from graph_api.api.types.changes import plain_changes, plain_label
from graph_api.api.types.job import Job, cancel_job, start_job
from graph_api.api.types.outcomes import (
    ApplyChangesResult,
    ChangesApplied,
    DeletedScenario,
    DeleteScenarioResult,
    ImportedScenario,
    ImportScenarioResult,
    InvalidChanges,
    InvalidScenario,
    Problem,
    RevisionConflict,
    ScenarioExists,
)
from graph_api.api.types.requests import (
    ApplyChangesInput,
    CreateVariantInput,
    DeleteScenarioInput,
    ImportScenarioInput,
    MoveCaseInput,
    RecordObservationInput,
    StartJobInput,
    UndoInput,
)
from graph_api.api.types.scenario import Scenario
from graph_api.api.values import plain_reason
from graph_api.domain import Label
from graph_api.domain.tables import LARGE
from graph_api.errors import RevisionConflictError, ScenarioError, ScenarioExistsError

INPUT = "What to do (输入)."


@strawberry.type(description="Everything that can be changed (更改).")
class Mutation:
    """The changes."""

    @resolver(
        description="Read a YAML file and keep it; importing the same text again changes nothing"
        " (导入情景)."
    )
    async def import_scenario(
        self,
        info: Info,
        input: Annotated[ImportScenarioInput, strawberry.argument(description=INPUT)],  # noqa: A002
    ) -> ImportScenarioResult:
        """Import a scenario."""
        try:
            done = await info.context.write(
                info.context.service.import_scenario,
                input.yaml,
                replace_existing=bool(input.replace),
                expected_revision=input.expected_revision,
                dry_run=bool(input.dry_run),
                by=info.context.caller.signed,
                reason=plain_reason(input.reason),
            )
        except ScenarioError as error:
            return InvalidScenario(problems=Problem.of(error.problems))
        except ScenarioExistsError as error:
            return ScenarioExists(key=error.key, revision=error.revision)
        except RevisionConflictError as error:
            return RevisionConflict(expected=error.expected, actual=error.actual)
        info.context.forget(done.scenario.key)
        trial = input.yaml if input.dry_run and done.changed else None
        return ImportedScenario(
            scenario=Scenario(entry=done.scenario, trial=trial),
            created=done.created,
            warnings=Problem.of(done.warnings),
        )

    @resolver(description="Commit changes to the baseline or to a variant, all or none (提交更改).")
    async def apply_changes(
        self,
        info: Info,
        input: Annotated[ApplyChangesInput, strawberry.argument(description=INPUT)],  # noqa: A002
    ) -> ApplyChangesResult:
        """Apply changes."""
        commit = partial(
            info.context.service.apply_changes,
            input.scenario,
            await in_thread(plain_changes, input.changes, input.scenario),
            expected_revision=input.expected_revision,
            variant=input.variant,
            by=info.context.caller.signed,
            reason=plain_reason(input.reason),
        )
        return await _committed(info, input.scenario, commit)

    @resolver(
        description="Take one commit back, as a new commit; a deletion too, unless the scenario had"
        f" more than {LARGE:,} relations"
        f" (撤销一次提交；也可撤销删除，但关系超过 {LARGE:,} 个的情景除外)."
    )
    async def undo(
        self,
        info: Info,
        input: Annotated[UndoInput, strawberry.argument(description=INPUT)],  # noqa: A002
    ) -> ApplyChangesResult:
        """Undo a commit."""
        commit = partial(
            info.context.service.undo,
            input.scenario,
            input.revision,
            expected_revision=input.expected_revision,
            by=info.context.caller.signed,
            reason=plain_reason(input.reason),
        )
        return await _committed(info, input.scenario, commit)

    @resolver(description="Add a named list of changes on the baseline (新建变体).")
    async def create_variant(
        self,
        info: Info,
        input: Annotated[CreateVariantInput, strawberry.argument(description=INPUT)],  # noqa: A002
    ) -> ApplyChangesResult:
        """Create a variant."""
        commit = partial(
            info.context.service.create_variant,
            input.scenario,
            input.key,
            expected_revision=input.expected_revision,
            changes=plain_changes(input.changes, input.scenario),
            title=Label(**plain_label(input.title)),
            extends=input.extends,
            by=info.context.caller.signed,
            reason=plain_reason(input.reason),
        )
        return await _committed(info, input.scenario, commit)

    @resolver(
        description="Take a scenario away; its journal stays, and `undo` brings it back. One of"
        f" more than {LARGE:,} relations goes for good: export its tables first (删除情景；"
        f"日志保留，可用 `undo` 恢复；关系超过 {LARGE:,} 个的情景删除后无法恢复，请先导出其表格)."
    )
    async def delete_scenario(
        self,
        info: Info,
        input: Annotated[DeleteScenarioInput, strawberry.argument(description=INPUT)],  # noqa: A002
    ) -> DeleteScenarioResult:
        """Delete a scenario."""
        try:
            await info.context.write(
                info.context.service.delete,
                input.key,
                expected_revision=input.expected_revision,
                by=info.context.caller.signed,
                reason=plain_reason(input.reason),
            )
        except RevisionConflictError as error:
            return RevisionConflict(expected=error.expected, actual=error.actual)
        info.context.forget(input.key)
        return DeletedScenario(key=input.key)

    @resolver(
        description="Move the case of a household one step on; an unknown one moved to IDENTIFIED"
        " is opened (个案变动)."
    )
    async def move_case(
        self,
        info: Info,
        input: Annotated[MoveCaseInput, strawberry.argument(description=INPUT)],  # noqa: A002
    ) -> ApplyChangesResult:
        """Move a case."""
        commit = partial(
            info.context.service.move_case,
            input.scenario,
            own_key(input.case, "Case", input.scenario),
            input.to,
            expected_revision=input.expected_revision,
            now=datetime.now(UTC),
            by=info.context.caller.signed,
            reason=plain_reason(input.reason),
            note=input.note,
            actor=input.actor and own_key(input.actor, "Actor", input.scenario),
        )
        return await _committed(info, input.scenario, commit)

    @resolver(description="Add a reading of an indicator to the case of a household (记录观测).")
    async def record_observation(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            RecordObservationInput, strawberry.argument(description=INPUT)
        ],
    ) -> ApplyChangesResult:
        """Record an observation."""
        commit = partial(
            info.context.service.record_observation,
            input.scenario,
            own_key(input.case, "Case", input.scenario),
            input.indicator,
            input.value,
            at=input.at,
            expected_revision=input.expected_revision,
            now=datetime.now(UTC),
            by=info.context.caller.signed,
            reason=plain_reason(input.reason),
            note=input.note,
        )
        return await _committed(info, input.scenario, commit)

    @resolver(
        description="Start a query that may outlast a request, and answer at once; ask for the job"
        " by its id, or follow it (`job`). Role analyst or more (启动作业；需要“分析者”角色)."
    )
    async def start_job(
        self,
        info: Info,
        input: Annotated[StartJobInput, strawberry.argument(description=INPUT)],  # noqa: A002
    ) -> Job | None:
        """Start a job."""
        return await info.context.write(start_job, info.context, input.document, input.variables)

    @resolver(
        description="End a job of one's own, at once; one that has ended stays as it is. null:"
        " there is none of this id (取消作业)."
    )
    async def cancel_job(
        self,
        info: Info,
        id: Annotated[  # noqa: A002  # the word of the schema
            strawberry.ID, strawberry.argument(description="The id of the job.")
        ],
    ) -> Job | None:
        """Cancel a job."""
        return await info.context.write(cancel_job, info.context, id)


async def _committed(
    info: Info, scenario: str, commit: Callable[[], int]
) -> ChangesApplied | InvalidChanges | RevisionConflict:
    """Commit something to a scenario, and give it as it stands then, or why it was refused."""
    try:
        revision = await info.context.write(commit)
    except ScenarioError as error:
        return InvalidChanges(problems=Problem.of(error.problems))
    except RevisionConflictError as error:
        return RevisionConflict(expected=error.expected, actual=error.actual)
    info.context.forget(scenario)
    entry = await info.context.scenario(scenario)
    return ChangesApplied(scenario=Scenario(entry=entry), revision=revision)
