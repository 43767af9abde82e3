"""Every promise of `graph_api.stores.base.Store`, on every store, without exceptions."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph_api.domain import (
    About,
    ActorId,
    ChangeSet,
    Draft,
    Edit,
    Label,
    Parameter,
    RelationClass,
    RelationId,
    RemoveActor,
    RenameActor,
    RenameRelation,
    Scenario,
    Section,
    SetRelation,
    Strength,
)
from graph_api.domain.changes import squeeze
from graph_api.errors import (
    BadParameterError,
    RevisionConflictError,
    ScenarioExistsError,
    StoreError,
    UnknownScenarioError,
)
from graph_api.stores import ScenarioInfo, Store
from tests.contract.rich import (
    actor,
    changed,
    large_scenario,
    relation,
    rich_scenario,
    strengthen,
)

if TYPE_CHECKING:
    from tests.conftest import Place

ROOT = Path(__file__).parents[2]
Open = Callable[[], Store]


def change(scenario: Scenario, *changes: object) -> ChangeSet:
    """Make a change set the way the service does."""
    draft = Draft(scenario)
    assert not draft.apply(changes)  # type: ignore[arg-type]  # changes all
    return ChangeSet(draft.edits(), words=({"set": "r1"}, {"zh": "改"}), by="wang", reason="why")


def edit_relation(scenario: Scenario, identity: str, strength: float) -> Edit:
    before = scenario.relations[RelationId(identity)]
    return Edit(
        Section.RELATION, identity, before, replace(before, strength=Strength.exactly(strength))
    )


def order(scenario: Scenario) -> list[list[str]]:
    """Give the keys of every section in their order."""
    return [
        [*getattr(scenario, name)]
        for name in ("sources", "actors", "relations", "variants", "parameters", "figures", "cases")
    ]


def assert_journal_replays(store: Store, key: str) -> None:
    """The journal has no gap, and its edits lead from nothing to what is stored."""
    journal = store.changes_since(key, 0)
    assert [commit.revision for commit in journal] == [*range(1, len(journal) + 1)]
    entries: dict[tuple[Section, str], object] = {}
    for commit in journal:
        for edit in commit.change_set.edits:
            assert entries.pop((edit.section, edit.key), None) == edit.before
            if edit.after is not None:
                entries[edit.section, edit.key] = edit.after
        if commit.deleted:
            assert entries == {}
    if journal[-1].deleted:
        with pytest.raises(UnknownScenarioError):
            store.load(key)
        return
    scenario = store.load(key)
    assert scenario.revision == store.revision(key) == journal[-1].revision
    assert entries.pop((Section.ABOUT, "")) == scenario.about
    assert entries.pop((Section.TEXT, ""), None) == store.text(key)
    for (section, name), entry in entries.items():
        assert getattr(scenario, f"{section.value}s")[name] == entry
    assert len(entries) == sum(map(len, order(scenario)))


# Keeping and reading back


def test_a_rich_scenario_comes_back_as_it_was(store: Store) -> None:
    scenario = rich_scenario()
    assert store.create(scenario) == 1
    loaded = store.load("rich")
    assert loaded == scenario
    assert loaded.revision == 1
    assert order(loaded) == order(scenario)


def test_an_empty_scenario_comes_back_as_it_was(store: Store) -> None:
    assert store.create(Scenario("empty")) == 1
    assert store.load("empty") == Scenario("empty")


def test_the_revision_of_what_is_given_is_not_looked_at(store: Store) -> None:
    assert store.create(replace(rich_scenario(), revision=41)) == 1


def test_the_text_of_the_file_is_kept_to_the_last_byte(store: Store) -> None:
    text = "format: 1  # a comment, 注释\r\n\ttab\n\n" + "x" * 200_000
    store.create(rich_scenario(), text=text)
    assert store.text("rich") == text
    assert store.load("rich") == rich_scenario()


def test_without_a_file_there_is_no_text(store: Store) -> None:
    store.create(rich_scenario())
    assert store.text("rich") is None


def test_an_empty_text_is_not_no_text(store: Store) -> None:
    store.create(rich_scenario(), text="")
    assert store.text("rich") == ""


def test_the_list_is_sorted_by_key_and_counts(store: Store) -> None:
    store.create(rich_scenario("b"))
    store.create(Scenario("a"))
    store.create(Scenario("é中"))
    assert store.scenarios() == (
        ScenarioInfo("a", 1, Label(), 0, 0),
        ScenarioInfo("b", 1, Label("Everything", "一切"), 4, 10),
        ScenarioInfo("é中", 1, Label(), 0, 0),
    )


def test_the_list_follows_changes(store: Store) -> None:
    scenario = rich_scenario()
    store.create(scenario)
    changes = change(scenario, RemoveActor(ActorId("居民")))
    about = replace(scenario.about, title=Label("New"))
    edits = (*changes.edits, Edit(Section.ABOUT, "", scenario.about, about))
    store.apply("rich", ChangeSet(edits), expected_revision=1)
    assert store.scenarios() == (ScenarioInfo("rich", 2, Label("New"), 3, 4),)
    store.delete("rich", expected_revision=2)
    assert store.scenarios() == ()


def test_two_scenarios_do_not_mix(store: Store) -> None:
    first, second = rich_scenario("one"), replace(rich_scenario("one/"), about=About())
    store.create(first)
    store.create(second)
    store.apply("one", change(first, RemoveActor(ActorId("居民"))), expected_revision=1)
    assert store.load("one/") == second
    store.delete("one", expected_revision=2)
    assert store.load("one/") == second
    assert_journal_replays(store, "one/")


# Refusals


def test_a_key_is_given_once(store: Store) -> None:
    store.create(rich_scenario())
    with pytest.raises(ScenarioExistsError) as caught:
        store.create(Scenario("rich"))
    assert caught.value.revision == 1
    assert store.load("rich") == rich_scenario()
    assert len(store.changes_since("rich", 0)) == 1


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.load("ritch"),
        lambda store: store.revision("ritch"),
        lambda store: store.text("ritch"),
        lambda store: store.apply("ritch", ChangeSet(()), expected_revision=1),
        lambda store: store.changes_since("ritch", 0),
        lambda store: store.delete("ritch", expected_revision=1),
    ],
    ids=["load", "revision", "text", "apply", "changes_since", "delete"],
)
def test_an_unknown_key_is_refused_with_the_nearest(
    store: Store, ask: Callable[[Store], object]
) -> None:
    store.create(rich_scenario())
    with pytest.raises(UnknownScenarioError, match="did you mean 'rich'") as caught:
        ask(store)
    assert caught.value.details == {"name": "ritch", "nearest": ["rich"]}


@pytest.mark.parametrize("revision", [0, 2, 2**70])
def test_a_change_of_another_revision_is_refused(store: Store, revision: int) -> None:
    scenario = rich_scenario()
    store.create(scenario)
    changes = ChangeSet((edit_relation(scenario, "r1", 0.5),))
    with pytest.raises(RevisionConflictError) as caught:
        store.apply("rich", changes, expected_revision=revision)
    assert (caught.value.expected, caught.value.actual) == (revision, 1)
    with pytest.raises(RevisionConflictError):
        store.delete("rich", expected_revision=revision)
    assert store.load("rich") == scenario
    assert store.revision("rich") == 1


def inconsistent_edits(scenario: Scenario) -> dict[str, Edit]:
    r1, zz = scenario.relations[RelationId("r1")], scenario.actors[ActorId("zz_office")]
    theta = scenario.parameters["theta"]
    return {
        "before of a relation": Edit(
            Section.RELATION, "r1", replace(r1, strength=None), replace(r1, conveys=())
        ),
        "before of a parameter": Edit(
            Section.PARAMETER, "theta", replace(theta, value=0.1), replace(theta, value=0.2)
        ),
        "before of what it is about": Edit(Section.ABOUT, "", About(), About(Label("x"))),
        "before of the text": Edit(Section.TEXT, "", "other", "new"),
        "changed but not there": Edit(Section.RELATION, "r77", r1, r1),
        "added but there": Edit(Section.ACTOR, "zz_office", None, zz),
        "added relation but there": Edit(
            Section.RELATION, "r1", None, replace(r1, relation_class=RelationClass.BURDEN)
        ),
        "removed but not there": Edit(
            Section.FIGURE, "none", next(iter(scenario.figures.values())), None
        ),
        "relation to nobody": Edit(
            Section.RELATION, "r77", None, relation("r77", "zz_office", "nobody")
        ),
        "relation moved to nobody": Edit(
            Section.RELATION, "r1", r1, replace(r1, to_id=ActorId("nobody"))
        ),
        "actor gone, relations left": Edit(Section.ACTOR, "zz_office", zz, None),
        "about gone": Edit(Section.ABOUT, "", scenario.about, None),
        "about under a key": Edit(Section.ABOUT, "x", None, scenario.about),
        "actor under another id": Edit(Section.ACTOR, "other", None, actor("another")),
        "source under another key": Edit(Section.SOURCE, "other", None, scenario.sources["survey"]),
        "infinite": Edit(Section.PARAMETER, "theta", theta, replace(theta, value=float("inf"))),
        "half a character": Edit(Section.ACTOR, "half", None, actor("half", name=Label("\ud83d"))),
        "half a character in the key": Edit(Section.ACTOR, "\ud83d", None, actor("\ud83d")),
    }


@pytest.mark.parametrize("what", inconsistent_edits(rich_scenario()))
def test_a_change_set_with_one_bad_edit_at_its_end_writes_nothing(store: Store, what: str) -> None:
    scenario = rich_scenario()
    store.create(scenario, text="the text")
    good = (
        edit_relation(scenario, "r2", 0.5),
        Edit(Section.ACTOR, "first", None, actor("first")),
        Edit(Section.VARIANT, "a_further", scenario.variants["a_further"], None),
        Edit(Section.CASE, "户-0", scenario.cases["户-0"], None),
    )
    bad = inconsistent_edits(scenario)[what]
    with pytest.raises((StoreError, BadParameterError)) as caught:
        store.apply("rich", ChangeSet((*good, bad)), expected_revision=1)
    assert caught.value.zh != caught.value.en
    assert store.load("rich") == scenario
    assert order(store.load("rich")) == order(scenario)
    assert store.text("rich") == "the text"
    assert store.scenarios() == (ScenarioInfo("rich", 1, scenario.about.title, 4, 10),)
    assert_journal_replays(store, "rich")
    # and the store goes on working
    assert store.apply("rich", ChangeSet(good), expected_revision=1) == 2
    assert_journal_replays(store, "rich")


@pytest.mark.parametrize(
    "scenario",
    [
        replace(rich_scenario(), actors={ActorId("zz_office"): actor("zz_office")}),
        replace(rich_scenario(), sources={"other": rich_scenario().sources["survey"]}),
        replace(rich_scenario(), about=About(Label("\udc00"))),
        replace(rich_scenario(), parameters={"p": Parameter("p", float("nan"), "index")}),
        replace(rich_scenario(), key="rich\udc00"),
    ],
    ids=["relation to nobody", "wrong key", "half a character", "nan", "half a character in key"],
)
def test_a_scenario_that_cannot_be_kept_leaves_nothing(store: Store, scenario: Scenario) -> None:
    with pytest.raises((StoreError, BadParameterError)):
        store.create(scenario, text="text")
    assert store.scenarios() == ()
    with pytest.raises(UnknownScenarioError):
        store.changes_since("rich", 0)
    assert store.create(rich_scenario()) == 1


def test_a_bad_word_of_a_caller_is_refused_and_nothing_written(store: Store) -> None:
    scenario = rich_scenario()
    store.create(scenario)
    edits = (edit_relation(scenario, "r1", 0.5),)
    for changes in (
        ChangeSet(edits, by="\ud800"),
        ChangeSet(edits, reason="\ud800"),
        ChangeSet(edits, words=({"strength": float("nan")},)),
    ):
        with pytest.raises(BadParameterError):
            store.apply("rich", changes, expected_revision=1)
    with pytest.raises(BadParameterError):
        store.load("\ud800")
    assert store.revision("rich") == 1


# Changing


def test_a_change_set_is_applied_and_told_by_the_journal(store: Store) -> None:
    scenario = rich_scenario()
    before = datetime.now(UTC) - timedelta(seconds=1)
    store.create(scenario, text="text", by="li", reason="导入")
    changes = replace(change(scenario, SetRelation(RelationId("r1"), {"conveys": ()})), variant="b")
    assert store.apply("rich", changes, expected_revision=1) == 2
    first, second = store.changes_since("rich", 0)
    assert (first.revision, second.revision) == (1, 2)
    assert second.change_set == changes
    assert (first.change_set.by, first.change_set.reason) == ("li", "导入")
    assert not first.deleted
    assert all(edit.before is None for edit in first.change_set.edits)
    assert before < first.at <= second.at < datetime.now(UTC) + timedelta(seconds=1)
    assert store.changes_since("rich", 1) == (second,)
    assert store.changes_since("rich", 2) == store.changes_since("rich", 99) == ()
    assert store.changes_since("rich", -(2**70)) == (first, second)
    assert_journal_replays(store, "rich")


def test_the_creation_tells_every_entry(store: Store) -> None:
    scenario = rich_scenario()
    store.create(scenario, text="text")
    (commit,) = store.changes_since("rich", 0)
    told = {(edit.section, edit.key): edit.after for edit in commit.change_set.edits}
    assert told[Section.ABOUT, ""] == scenario.about
    assert told[Section.TEXT, ""] == "text"
    assert len(told) == len(commit.change_set.edits) == 2 + sum(map(len, order(scenario)))


def test_an_undo_by_inverse_edits_brings_back_what_was(store: Store) -> None:
    scenario = rich_scenario()
    store.create(scenario, text="text")
    changes = change(
        scenario,
        RenameActor(ActorId("居民"), ActorId("people")),
        RenameRelation(RelationId("r1"), RelationId("r1x")),
        RemoveActor(ActorId("委员会")),
    )
    store.apply("rich", changes, expected_revision=1)
    assert set(store.load("rich").actors) == {"zz_office", "a-1.b_2", "people"}
    (commit,) = store.changes_since("rich", 1)
    assert store.apply("rich", ChangeSet(commit.inverse()), expected_revision=2) == 3
    assert store.load("rich") == scenario
    assert_journal_replays(store, "rich")


def test_every_entry_can_be_taken_away_and_brought_back(store: Store) -> None:
    scenario = rich_scenario()
    store.create(scenario, text="text")
    (commit,) = store.changes_since("rich", 0)
    away = tuple(edit for edit in commit.inverse() if edit.section is not Section.ABOUT)
    assert store.apply("rich", ChangeSet(away), expected_revision=1) == 2
    assert store.load("rich") == Scenario("rich", scenario.about)
    assert store.text("rich") is None
    (emptied,) = store.changes_since("rich", 1)
    store.apply("rich", ChangeSet(emptied.inverse()), expected_revision=2)
    assert store.load("rich") == scenario
    assert order(store.load("rich")) == order(scenario)
    assert store.text("rich") == "text"
    assert_journal_replays(store, "rich")


def test_every_field_of_every_entry_can_be_changed(store: Store) -> None:
    scenario, other = rich_scenario(), rich_scenario()
    other = replace(
        other,
        about=About(Label("Other"), system="water_game"),
        sources={**other.sources, "survey": replace(other.sources["survey"], lines=("1-9",))},
        actors={**other.actors, ActorId("居民"): actor("居民", kind="owner", stateness=0.25)},
        relations={
            **other.relations,
            RelationId("r1"): relation(
                "r1", "委员会", "a-1.b_2", relation_class=RelationClass.TENSION
            ),
            RelationId("r2"): relation("r2", "zz_office", "zz_office"),
        },
        variants={**other.variants, "b_after": replace(other.variants["b_after"], changes=())},
        parameters={**other.parameters, "alpha": Parameter("alpha", 2.0, "count")},
        figures={**other.figures, "tasks": replace(other.figures["tasks"], value=101.0)},
        cases={**other.cases, "户-0": replace(scenario.cases["户-1"], id="户-0")},
    )
    store.create(scenario, text="old")
    edits = [
        Edit(Section.ABOUT, "", scenario.about, other.about),
        Edit(Section.TEXT, "", "old", "new"),
    ]
    for section in Section:
        if section not in (Section.ABOUT, Section.TEXT):
            old, new = (getattr(item, f"{section.value}s") for item in (scenario, other))
            edits.extend(Edit(section, key, old[key], new[key]) for key in old)
    store.apply("rich", ChangeSet(squeeze(edits)), expected_revision=1)
    assert store.load("rich") == other
    assert order(store.load("rich")) == order(scenario)
    assert store.text("rich") == "new"
    assert_journal_replays(store, "rich")


def test_new_entries_come_last_and_changed_ones_stay(store: Store) -> None:
    scenario = rich_scenario()
    store.create(scenario)
    edits = (
        Edit(Section.ACTOR, "a_new", None, actor("a_new")),
        Edit(Section.RELATION, "r0", None, relation("r0", "a_new", "居民")),
        edit_relation(scenario, "r9", 0.9),
        Edit(Section.ACTOR, "居民", scenario.actors[ActorId("居民")], actor("居民")),
    )
    store.apply("rich", ChangeSet(edits), expected_revision=1)
    loaded = store.load("rich")
    assert [*loaded.actors] == ["zz_office", "居民", "委员会", "a-1.b_2", "a_new"]
    assert [*loaded.relations] == [*scenario.relations, "r0"]


def test_a_change_set_that_changes_nothing_commits_nothing(store: Store) -> None:
    scenario = rich_scenario()
    store.create(scenario)
    r1 = scenario.relations[RelationId("r1")]
    assert store.apply("rich", ChangeSet(()), expected_revision=1) == 1
    same = ChangeSet((Edit(Section.RELATION, "r1", r1, r1),))
    assert store.apply("rich", same, expected_revision=1) == 1
    assert len(store.changes_since("rich", 0)) == 1


def test_several_edits_of_one_entry_follow_one_another(store: Store) -> None:
    scenario = rich_scenario()
    store.create(scenario)
    first = edit_relation(scenario, "r1", 0.5)
    after = replace(scenario.relations[RelationId("r1")], strength=None)
    changes = ChangeSet((first, Edit(Section.RELATION, "r1", first.after, after)))
    store.apply("rich", changes, expected_revision=1)
    assert store.load("rich").relations[RelationId("r1")] == after
    assert store.changes_since("rich", 1)[0].change_set == changes


def test_a_text_can_come_later(store: Store) -> None:
    store.create(rich_scenario())
    edit = Edit(Section.TEXT, "", None, "later")
    assert store.apply("rich", ChangeSet((edit,)), expected_revision=1) == 2
    assert store.text("rich") == "later"


def test_many_edits_at_once(store: Store) -> None:
    """More than one statement's worth of keys to look up."""
    scenario = large_scenario(1, actors=20, relations=1500)
    store.create(scenario)
    edits = tuple(
        Edit(Section.RELATION, key, tie, replace(tie, conveys=("money",)))
        for key, tie in scenario.relations.items()
    )
    store.apply(scenario.key, ChangeSet(edits), expected_revision=1)
    loaded = store.load(scenario.key)
    assert all(tie.conveys == ("money",) for tie in loaded.relations.values())
    assert order(loaded) == order(scenario)


# Taking away


def test_a_deleted_key_keeps_its_counter_and_its_journal(store: Store) -> None:
    scenario = rich_scenario()
    store.create(scenario, text="text")
    store.apply("rich", ChangeSet((edit_relation(scenario, "r1", 0.5),)), expected_revision=1)
    assert store.delete("rich", expected_revision=2, by="li", reason="old") == 3
    with pytest.raises(UnknownScenarioError):
        store.load("rich")
    with pytest.raises(UnknownScenarioError):
        store.delete("rich", expected_revision=3)
    journal = store.changes_since("rich", 0)
    assert [commit.deleted for commit in journal] == [False, False, True]
    last = journal[-1].change_set
    assert (last.by, last.reason) == ("li", "old")
    assert all(edit.after is None for edit in last.edits)
    assert len(last.edits) == 2 + sum(map(len, order(scenario)))
    assert_journal_replays(store, "rich")
    assert store.create(Scenario("rich")) == 4
    assert store.load("rich") == Scenario("rich")
    assert store.text("rich") is None
    assert [commit.revision for commit in store.changes_since("rich", 2)] == [3, 4]
    assert_journal_replays(store, "rich")


# Several at once


def test_another_opening_sees_what_was_written_and_writes(open_store: Open) -> None:
    first, second = open_store(), open_store()
    scenario = rich_scenario()
    first.create(scenario, text="text")
    assert second.load("rich") == scenario
    changes = ChangeSet((edit_relation(scenario, "r1", 0.5),))
    assert second.apply("rich", changes, expected_revision=1) == 2
    assert first.revision("rich") == 2
    assert_journal_replays(first, "rich")
    first.close()
    assert second.text("rich") == "text"
    assert open_store().revision("rich") == 2


def test_of_two_writers_exactly_one_wins_each_revision(open_store: Open) -> None:
    stores = [open_store(), open_store()]
    scenario = Scenario("race", actors={ActorId("a"): actor("a")})
    stores[0].create(scenario)
    start = threading.Barrier(2)

    def write(number: int, turn: int, before: Scenario) -> int | None:
        person = before.actors[ActorId("a")]
        after = replace(person, group=f"{number}-{turn}")
        start.wait()
        try:
            return stores[number].apply(
                "race",
                ChangeSet((Edit(Section.ACTOR, "a", person, after),)),
                expected_revision=before.revision,
            )
        except RevisionConflictError:
            return None

    with ThreadPoolExecutor(2) as pool:
        for turn in range(50):
            before = stores[0].load("race")
            results = [*pool.map(write, (0, 1), (turn, turn), (before, before))]
            assert sorted(results, key=str) == sorted([None, turn + 2], key=str)
            winner = results.index(turn + 2)
            assert stores[0].load("race").actors[ActorId("a")].group == f"{winner}-{turn}"
    assert_journal_replays(stores[0], "race")


def test_of_two_creators_exactly_one_wins(open_store: Open) -> None:
    stores = [open_store(), open_store()]
    start = threading.Barrier(2)

    def create(number: int, key: str) -> object:
        start.wait()
        try:
            return stores[number].create(large_scenario(1) if key == "x" else Scenario(key))
        except ScenarioExistsError as error:
            return error.revision

    with ThreadPoolExecutor(2) as pool:
        for turn in range(10):
            assert [*pool.map(create, (0, 1), (f"k{turn}",) * 2)] == [1, 1]
            assert len(stores[0].changes_since(f"k{turn}", 0)) == 1


def test_a_reader_never_sees_half_of_a_change_set(open_store: Open) -> None:
    store, other = open_store(), open_store()
    scenario = large_scenario(1, actors=40, relations=200)
    store.create(scenario)
    done = threading.Event()
    torn: list[object] = []

    def read() -> None:
        while not done.is_set():
            seen = other.load(scenario.key)
            strengths = {tie.strength for tie in itertools.islice(seen.relations.values(), 50)}
            expected = {Strength.exactly((seen.revision - 1) / 1000)}
            if seen.revision > 1 and strengths != expected:
                torn.append((seen.revision, strengths))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for step in range(1, 21):
        store.apply(scenario.key, strengthen(scenario, step), expected_revision=step)
        scenario = changed(scenario, step)
    done.set()
    for reader in readers:
        reader.join()
    assert torn == []


def test_many_threads_use_one_store(store: Store) -> None:
    scenario = rich_scenario()
    store.create(scenario)

    def work(number: int) -> bool:
        store.create(Scenario(f"s{number}"))
        return store.load("rich") == scenario and store.revision(f"s{number}") == 1

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(24)))
    assert len(store.scenarios()) == 25


# Death in the middle


def test_kill_9_loses_nothing_acknowledged_and_leaves_nothing_half(
    place: Place, open_store: Open, rng: random.Random
) -> None:
    for start in range(1000, 5000, 1000):
        acknowledged = run_and_kill(place, start, rng.uniform(0.02, 0.6))
        store = open_store()
        numbers = {int(info.key.removeprefix("large-")) for info in store.scenarios()}
        stored = {number for number in numbers if number >= start}
        assert acknowledged.keys() <= stored
        assert len(stored - acknowledged.keys()) <= 1  # committed, but killed before it was said
        for number in stored:
            key = f"large-{number}"
            revision = store.revision(key)
            assert revision - acknowledged.get(number, 0) in (0, 1)
            expected = large_scenario(number)
            for step in range(1, revision):
                expected = changed(expected, step)
            assert store.load(key) == expected
            assert store.text(key) == f"text {number}\n" * 1000
            assert_journal_replays(store, key)


def run_and_kill(place: Place, start: int, seconds: float) -> dict[int, int]:
    """Let another process write, kill it ``seconds`` later, and give what it had acknowledged."""
    program = [sys.executable, "-m", "tests.contract.rich", str(start), place.kind]
    with subprocess.Popen(  # noqa: S603  # our own program
        [*program, *place.arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(seconds)
        writer.kill()
        lines = writer.stdout.read().splitlines()
    pairs = [line.split() for line in lines if line.endswith(".")]
    return {int(number): int(revision) for number, revision, _ in pairs}
