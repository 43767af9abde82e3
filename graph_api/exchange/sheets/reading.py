"""A folder of CSV files, or one XLSX file, as a scenario: checked whole, then read whole."""

from __future__ import annotations

from pathlib import Path

from graph_api.errors import BadParameterError
from graph_api.exchange.sheets.beside import beside_of_csv, beside_of_xlsx
from graph_api.exchange.sheets.columns import ACTORS, NOT_READ, RELATIONS, folded, form_of
from graph_api.exchange.sheets.csv_files import read_csv
from graph_api.exchange.sheets.faults import SheetFaults
from graph_api.exchange.sheets.grid import MOST_BYTES, Grid
from graph_api.exchange.sheets.names import slug
from graph_api.exchange.sheets.whole import Whole, tables_of
from graph_api.exchange.sheets.xlsx import read_xlsx
from graph_api.scenarios.parse import Checked
from graph_api.scenarios.shapes import is_id

__all__ = ["holds_sheets", "read_sheets"]


def holds_sheets(path: Path) -> bool:
    """Tell whether a path is an XLSX file, or a folder with a CSV file of actors or relations."""
    if path.is_dir():
        return any(
            item.suffix.casefold() == ".csv" and form_of(item.stem) in (ACTORS, RELATIONS)
            for item in path.iterdir()
        )
    return path.suffix.casefold() in {".xlsx", ".xlsm"}


def read_sheets(path: Path | str, *, key: str | None = None, title: str | None = None) -> Checked:
    """Read actors, relations, judgements of experts and sources from sheets.

    Parameters
    ----------
    path
        A folder with ``actors.csv``, ``relations.csv`` and perhaps ``experts.csv``,
        ``sources.csv`` and ``scenario.yaml``; or an XLSX file with sheets of these names. Names
        and headers are English or Chinese (docs/reference/sheets.md).
    key
        The key of the scenario; default: what stands beside the sheets, else the name of the path.
    title
        Its title; default: what stands beside the sheets.

    Returns
    -------
    Checked
        The scenario where there is no error, and every problem with sheet, row and column: ``line``
        is the row as a spreadsheet counts, ``column`` the column from 1, ``path`` both as
        ``relations!C17``.

    Raises
    ------
    BadParameterError
        If there is no such path, it holds no sheets, or the key cannot be one.

    Examples
    --------
    >>> checked = read_sheets("docs/examples/sheets/english")
    >>> checked.scenario.key, len(checked.scenario.actors), checked.errors
    ('english', 4, ())

    """
    path = Path(path)
    faults = SheetFaults()
    if not path.exists():
        raise BadParameterError(
            f"There is no {path}. Name a folder of CSV files or an XLSX file.",
            f"没有 {path}。请给出 CSV 文件的目录或一个 XLSX 文件。",
            parameter="path",
        )
    if path.is_dir():
        grids = _csv_grids(path, faults)
        beside = beside_of_csv(path)
    else:
        grids = read_xlsx(bytes_of(path), path.name, faults)
        beside = beside_of_xlsx([grid for grid in grids if folded(grid.title) in NOT_READ], faults)
    wanted = key_of(path, key, beside.key)
    return Whole(faults, tables_of(grids, faults), beside, wanted, title, path.name).checked()


def key_of(path: Path, *said: str | None) -> str:
    """Give the first key that was said, else one made of the name of a path.

    Raises
    ------
    BadParameterError
        If it cannot be a key.

    """
    key = next((word for word in said if word), None)
    key = key or (path.stem if is_id(path.stem) else slug(path.stem)) or "sheets"
    require_key(key)
    return key


def require_key(key: str) -> None:
    """Refuse what cannot be the key of a scenario.

    Raises
    ------
    BadParameterError
        If it cannot.

    """
    if not is_id(key):
        raise BadParameterError(
            f"{key[:80]!r} cannot be the key of a scenario. Begin with a letter or digit and go on"
            " with letters, digits, '_', '.' or '-', at most 80 in all.",
            f"“{key[:80]}”不能用作情景的键。请以字母或数字开头，其后可用字母、数字、“_”“.”“-”，"
            "最长 80 个字符。",
            parameter="key",
        )


def bytes_of(path: Path) -> bytes:
    """Give the bytes of a file, one more than may be read where it is longer."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadParameterError(
            f"{path} cannot be read: {error.strerror}.",
            f"无法读取 {path}：{error.strerror}。",
            parameter="path",
        ) from error


def _csv_grids(folder: Path, faults: SheetFaults) -> list[Grid]:
    found = []
    for path in sorted(folder.iterdir()):
        if path.suffix.casefold() != ".csv" or not path.is_file():
            continue
        if form_of(path.stem) is None:
            faults.say(
                "unknown-sheet",
                path.name,
                None,
                None,
                (f"{path.name} is not read.", f"不读取 {path.name}。"),
                (
                    "Files are called actors.csv, relations.csv, experts.csv, sources.csv.",
                    "文件名为：行动者.csv、关系.csv、专家.csv、来源.csv。",
                ),
            )
            continue
        grid = read_csv(bytes_of(path), path.name, faults)
        if grid is not None:
            found.append(grid)
    return found
