"""One variant of a scenario, in any of the formats that other programs read.

docs/reference/exchange.md says what each of them holds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from graph_api.domain.tables import LARGE
from graph_api.errors import BadParameterError, Language, nearest
from graph_api.exchange.folder import write_folder
from graph_api.exchange.folder.columns import ACTORS, RELATIONS, REST_FILE
from graph_api.exchange.folder.writing import batches_of
from graph_api.exchange.writing.carried import Carried, require_few
from graph_api.exchange.writing.csv_folder import write_csv_folder
from graph_api.exchange.writing.gexf import write_gexf
from graph_api.exchange.writing.graphml import write_graphml
from graph_api.exchange.writing.json_file import write_json
from graph_api.exchange.writing.replacing import new_file, new_folder
from graph_api.exchange.writing.workbook import write_workbook
from graph_api.scenarios import write_scenario

FORMATS = ("yaml", "json", "csv", "xlsx", "parquet", "graphml", "gexf")
"""What can be written."""

FOLDERS = frozenset(("csv", "parquet"))
"""The formats that are a folder."""

TEXTS = frozenset(("yaml", "json", "graphml", "gexf"))
"""The formats that standard output takes."""

WITHOUT_CASES = frozenset(("csv", "xlsx", "graphml", "gexf"))
"""The formats that are made to be handed on; cases of households stay behind."""

PROVENANCE_FILE = "provenance.json"

_ENDINGS = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".xlsx": "xlsx",
    ".graphml": "graphml",
    ".gexf": "gexf",
}

Progress = Callable[[float], None]


def format_of(said: str | None, path: str | None) -> str:
    """Give the format that was said, else the one that the ending of a path means, else YAML.

    Raises
    ------
    BadParameterError
        If there is no such format, or the path ends like a file that is none of ours.

    Examples
    --------
    >>> format_of(None, "street.gexf"), format_of("CSV", "street"), format_of(None, None)
    ('gexf', 'csv', 'yaml')

    """
    if said is not None:
        form = said.lower()
        if form in FORMATS:
            return form
        near = nearest(form, FORMATS)
        raise BadParameterError(
            f"There is no format {said[:80]!r}."
            + (f" Did you mean {near[0]!r}?" if near else "")
            + f" Formats: {', '.join(FORMATS)}.",
            f"没有格式“{said[:80]}”。"
            + (f"是否指“{near[0]}”？" if near else "")
            + f"可用格式：{'、'.join(FORMATS)}。",
            parameter="format",
            nearest=list(near),
        )
    ending = "" if path is None else Path(path).suffix.lower()
    if ending in {".csv", ".parquet"}:
        raise BadParameterError(
            f"{ending[1:]} is a folder of files. Name a folder: --format {ending[1:]} --out DIR.",
            f"{ending[1:]} 是含若干文件的目录。请给出目录：--format {ending[1:]} --out 目录。",
            parameter="format",
        )
    if ending in {".svg", ".png", ".pdf"}:
        raise BadParameterError(
            "A picture is drawn by: empower map SCENARIO --out FILE.",
            "绘图请用：empower map 情景 --out 文件。",
            parameter="format",
        )
    return _ENDINGS.get(ending, "yaml")


def write_text(
    carried: Carried,
    form: str,
    file: BinaryIO,
    language: Language = "en",
    progress: Progress | None = None,
) -> None:
    """Write a view in a format that is one file.

    Parameters
    ----------
    carried
        What to write.
    form
        ``yaml``, ``json``, ``xlsx``, ``graphml`` or ``gexf``.
    file
        Where to; it stays open.
    language
        Of labels; both languages of names are always there.
    progress
        Called with the share that is written, in [0, 1].

    Raises
    ------
    BadParameterError
        If the graph is too large for the format.

    """
    match form:
        case "json":
            write_json(carried, file)
        case "xlsx":
            write_workbook(carried, file, language, progress)
        case "graphml":
            write_graphml(carried, file, language, progress)
        case "gexf":
            write_gexf(carried, file, language, progress)
        case _:
            _write_yaml(carried, file)


def write_path(  # noqa: PLR0913  # what goes where, and how
    carried: Carried,
    form: str,
    path: Path,
    *,
    language: Language = "en",
    force: bool = False,
    progress: Progress | None = None,
) -> None:
    """Write a view as a file or folder, whole or not at all; the same view gives the same bytes.

    Parameters
    ----------
    carried
        What to write.
    form
        One of `FORMATS`.
    path
        Where to.
    language
        Of labels.
    force
        Replace what is there; a folder only if it holds nothing else.
    progress
        Called with the share that is written, in [0, 1].

    Raises
    ------
    BadParameterError
        If the graph is too large for the format, or the path is taken or cannot be written.

    """
    require_few(carried, form)
    if form == "csv":
        write_csv_folder(carried, path, force=force, progress=progress)
    elif form == "parquet":
        with parquet_folder(path, force=force) as inner:
            tell = progress or (lambda _: None)
            count = max(1, len(carried.view.actors) + len(carried.view.relations))
            whole = carried.whole
            write_folder(
                whole, *batches_of(whole), inner, lambda done: tell(min(1.0, done / count))
            )
            say_provenance(inner, carried.provenance)
    else:
        with new_file(path, force=force) as file:
            write_text(carried, form, file, language, progress)


@contextmanager
def parquet_folder(folder: Path, *, force: bool = False) -> Iterator[Path]:
    """Lend the name of a folder that is not there, whose files stand in ``folder`` at the end."""
    names = (ACTORS.file, RELATIONS.file, REST_FILE, PROVENANCE_FILE)
    with new_folder(folder, names, force=force) as part:
        inner = part / "tables"
        yield inner
        for file in inner.iterdir():
            file.rename(part / file.name)
        inner.rmdir()


def say_provenance(folder: Path, provenance: Mapping[str, Any]) -> None:
    """Write where the tables of a folder come from."""
    said = json.dumps(provenance, ensure_ascii=False, indent=2) + "\n"
    (folder / PROVENANCE_FILE).write_bytes(said.encode())


def _write_yaml(carried: Carried, file: BinaryIO) -> None:
    count = len(carried.view.relations)
    if count > LARGE:
        raise BadParameterError(
            f"{carried.view.key.scenario!r} has {count:,} relations; YAML ends at {LARGE:,}."
            " Use --format parquet.",
            f"“{carried.view.key.scenario}”有 {count:,} 个关系，超过 YAML 的上限 {LARGE:,}。"
            "请用 --format parquet。",
            parameter="format",
            relations=count,
        )
    said = ", ".join(f"{word} {value}" for word, value in carried.provenance.items())
    head, _, rest = write_scenario(carried.whole).text.partition("\n")
    file.write(f"{head}\n# {said}\n{rest}".encode())
