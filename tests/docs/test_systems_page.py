"""What the page on the six mechanisms shows is true: every block runs, every name exists."""

from __future__ import annotations

import doctest
import json
import logging
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from graph_api.api.app import build_app
from graph_api.cli.main import cli
from graph_api.domain import SYSTEM_KEYS
from graph_api.service import Service
from graph_api.stores import FILE_NAME, SqliteStore
from graph_api.workbench import load
from tests.api.client import PATIENT, Client

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "explanation"
TEXT = (FOLDER / "systems.md").read_text(encoding="utf-8")
SEED = ROOT / "seeds" / "migrant-integration.yaml"
REFERENCE = sorted((ROOT / "docs" / "reference" / "systems").glob("*.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
BLOCKS = BLOCK.findall(TEXT)
PROSE = BLOCK.sub("", TEXT)


def blocks(language: str) -> list[str]:
    return [text for kind, text in BLOCKS if kind == language]


def commands() -> list[tuple[str, str]]:
    """Give each ``$`` line with the output below it."""
    found = []
    for text in blocks("console"):
        for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            line, _, output = part.partition("\n")
            found.append((line, output))
    return found


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    store = SqliteStore(tmp_path / FILE_NAME)
    service = Service(store)
    service.import_scenario(SEED.read_bytes(), name=SEED.name)
    yield Client(build_app(service, PATIENT))
    store.close()


@pytest.fixture
def quiet_log() -> Iterator[None]:
    """What a command changes in the log of the whole program is taken back."""
    root = logging.getLogger()
    before = root.handlers[:]
    yield
    root.handlers[:] = before
    logging.getLogger("graph_api").setLevel(logging.NOTSET)


def test_every_block_is_of_a_kind_that_is_run() -> None:
    assert {kind for kind, _ in BLOCKS} == {"pycon", "graphql", "json", "console"}


def test_the_python_says_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (text,) = blocks("pycon")
    test = doctest.DocTestParser().get_doctest(text, {}, "systems.md", "systems.md", 0)
    assert len(test.examples) > 5
    said: list[str] = []
    runner = doctest.DocTestRunner()
    runner.run(test, out=said.append)
    assert not runner.failures, "".join(said)


def test_the_query_has_the_answer_of_the_page(client: Client) -> None:
    (query,), (answer,) = blocks("graphql"), blocks("json")
    assert client.data(query) == json.loads(answer)


@pytest.mark.usefixtures("quiet_log")
@pytest.mark.parametrize(("command", "output"), commands())
def test_the_commands_say_what_they_say(command: str, output: str, tmp_path: Path) -> None:
    program, *words = shlex.split(command)
    assert program == "empower"
    own = {"EMPOWER_DATA": str(tmp_path / "data"), "LANG": "C", "LC_ALL": None}
    done = CliRunner().invoke(cli, words, env=own)
    assert done.exit_code == 0, done.stderr
    if output.strip():
        assert without_version(done.stdout) == without_version(output)
    else:
        assert re.search("[\u4e00-\u9fff]{4}", done.stdout)


def without_version(text: str) -> str:
    return re.sub(r",\d+\.\d+\.\d+[^,]*,", ",VERSION,", text)


def test_all_six_are_named_and_every_link_leads_somewhere() -> None:
    for key in SYSTEM_KEYS:
        assert f"| `{key}` |" in TEXT
    for target in re.findall(r"\]\((?!http)([^)#]+)", TEXT):
        assert (FOLDER / target).exists(), target


def test_the_assumptions_that_it_names_are_written_down() -> None:
    written = (ROOT / "docs" / "assumptions.md").read_text(encoding="utf-8")
    for number in set(re.findall(r"A-\d\d+", TEXT)):
        assert f"**{number} " in written


def test_the_claims_that_it_cites_hold_and_fail_as_it_says() -> None:
    scenario = load(SEED)
    today, after = (
        {claim.key: claim.holds for claim in scenario.view(variant).system().claims()}
        for variant in ("today", "after_remedies")
    )
    cited = {"involution", "community_helps_all_kinds", "generations_show_change"}
    assert all(f"`{key}`" in PROSE for key in cited)
    assert {key: (today[key], after[key]) for key in cited} == {
        "involution": (True, False),
        "community_helps_all_kinds": (False, True),
        "generations_show_change": (False, False),
    }


def test_every_section_is_in_both_languages() -> None:
    for section in re.split(r"^#+ ", PROSE, flags=re.MULTILINE)[1:]:
        assert re.search("[\u4e00-\u9fff]{10}", section), section[:60]
        assert re.search(r"[a-z]+ [a-z]+ [a-z]+", section), section[:60]


@pytest.mark.parametrize("page", REFERENCE, ids=lambda page: page.stem)
def test_the_python_of_a_reference_page_runs(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for kind, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind == "python":
            exec(compile(text, str(page), "exec"), {})  # noqa: S102  # our own page
