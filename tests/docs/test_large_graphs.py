"""What the page on large graphs shows is true: its commands and its Python run as they stand."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from graph_api.cli.main import cli
from graph_api.exchange.folder.columns import ACTORS, RELATIONS
from tests.docs.test_systems_page import BLOCK, quiet_log

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "how-to" / "large-graphs.md").read_text(encoding="utf-8")
FORMAT = (ROOT / "docs" / "reference" / "format.md").read_text(encoding="utf-8")
BLOCKS = BLOCK.findall(TEXT)

__all__ = ["quiet_log"]


def test_every_block_is_of_a_kind_that_is_run() -> None:
    assert {kind for kind, _ in BLOCKS} == {"pycon", "console"}


@pytest.mark.usefixtures("quiet_log")
def test_the_commands_say_what_they_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    own = {"EMPOWER_DATA": str(tmp_path / "data"), "LANG": "C", "LC_ALL": None}
    commands = [
        part.partition("\n")[::2]
        for kind, text in BLOCKS
        if kind == "console"
        for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    ]
    assert len(commands) == 6
    for command, output in commands:
        program, *words = shlex.split(command)
        assert program == "empower"
        if words[-1] == "town-with-a-fault":
            spoil(Path("town"), Path(words[-1]))
        done = CliRunner().invoke(cli, words, env=own)
        said = done.stdout or done.stderr
        assert not output or said == output
        assert said


def spoil(good: Path, folder: Path) -> None:
    """Give the third actor a kind that is none, and the second relation a strength above 1."""
    shutil.copytree(good, folder)
    for name, column, row, value in (
        ("actors", "kind", 2, "residnt"),
        ("relations", "best", 1, 1.5),
    ):
        table = pq.read_table(folder / f"{name}.parquet")
        cells = table.column(column).to_pylist()
        cells[row] = value
        place = table.schema.names.index(column)
        pq.write_table(table.set_column(place, column, pa.array(cells)), folder / f"{name}.parquet")


def test_the_python_says_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (text,) = [text for kind, text in BLOCKS if kind == "pycon"]
    test = doctest.DocTestParser().get_doctest(text, {}, "large-graphs.md", "large-graphs.md", 0)
    said: list[str] = []
    runner = doctest.DocTestRunner()
    runner.run(test, out=said.append)
    assert not runner.failures, "".join(said)


@pytest.mark.parametrize("form", [ACTORS, RELATIONS], ids=lambda form: form.file)
def test_each_column_has_a_line_in_the_format(form: object) -> None:
    assert isinstance(form, type(ACTORS))
    table = FORMAT.partition(f"| `{form.file}` |")[2].partition("\n\n")[0]
    cells = [row.split("|")[1] for row in table.splitlines()[2:]]
    named = [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]
    assert sorted(named) == sorted(column.name for column in form.columns)
    bold = {name for cell in cells for name in re.findall(r"\*\*`(\w+)`\*\*", cell)}
    assert bold == {column.name for column in form.columns if column.required}
