"""The notebooks run from their first cell to their last, and say what is printed there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from graph_api.version import __version__

FOLDER = Path(__file__).parents[2] / "docs" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))

MOST_BYTES = 120_000
"""Outputs stay in the repository, so they have to stay small."""


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]  # it has no types


def said(notebook: Any) -> list[list[str]]:
    """Give what each code cell printed or returned, whatever version did it."""
    every = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            texts = [
                output.get("text") or output.get("data", {}).get("text/plain", "")
                for output in cell.outputs
            ]
            every.append([re.sub(r"empower \d[\w.]*", "empower", text) for text in texts])
    return every


def test_there_are_three() -> None:
    assert [path.stem for path in NOTEBOOKS] == [
        "street-bottleneck",
        "uncertain-survey",
        "weak-weak-tipping-point",
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_speaks_both_languages_has_a_figure_and_stays_small(path: Path) -> None:
    notebook = read(path)
    nbformat.validate(notebook)
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert "中文提要" in texts[0]
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in texts)
    outputs = [o for cell in notebook.cells for o in cell.get("outputs", [])]
    assert any("image/png" in output.get("data", {}) for output in outputs)
    assert all(output.output_type != "error" for output in outputs)
    assert path.stat().st_size < MOST_BYTES
    raw = path.read_text(encoding="utf-8")
    assert "/work/" not in raw
    assert "/tmp/" not in raw  # noqa: S108  # no path of a machine


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_says_what_it_says(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing of this machine's own: no store, no kernels, no start-up files.
    monkeypatch.setenv("EMPOWER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("EMPOWER_LANG", "en")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    printed = read(path)
    assert f"empower {__version__}" in path.read_text(encoding="utf-8")
    notebook = read(path)
    where = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=where).execute()
    assert said(notebook) == said(printed)
