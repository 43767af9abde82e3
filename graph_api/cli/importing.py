"""Import from other programs: sheets of a survey, GraphML and GEXF, checked and kept whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from graph_api.cli.files import STANDARD_INPUT
from graph_api.errors import BadParameterError, UnknownScenarioError
from graph_api.exchange.graph_files.reading import is_graph_file, read_graph_file, scenario_of
from graph_api.exchange.sheets import holds_sheets, read_sheets
from graph_api.scenarios import write_scenario

if TYPE_CHECKING:
    from graph_api.scenarios import Checked
    from graph_api.service import Imported, Service

__all__ = ["ForeignImport", "is_foreign", "require_one"]


def is_foreign(name: str) -> bool:
    """Tell whether a name is that of sheets or of a graph from another program."""
    if name == STANDARD_INPUT:
        return False
    path = Path(name)
    return is_graph_file(path) or holds_sheets(path)


def require_one(files: tuple[str, ...], **said: str | None) -> None:
    """Refuse options that go with one import from another program only.

    Raises
    ------
    BadParameterError
        If there are more files, or the one file says all of this itself.

    """
    given = [name for name, value in said.items() if value is not None]
    if not given or (len(files) == 1 and is_foreign(files[0])):
        return
    option = f"--{given[0]}"
    raise BadParameterError(
        f"{option} goes with one folder of CSV files, XLSX, GraphML or GEXF file; other files say"
        " it themselves. Give one.",
        f"{option} 只用于一个 CSV 目录、XLSX、GraphML 或 GEXF 文件；其他文件自带其值。请只给一个。",
        parameter=option,
    )


class ForeignImport:
    """How sheets or a graph are to be kept: under which key and title, by whom, and why."""

    def __init__(  # noqa: PLR0913  # all of it is asked of an import
        self,
        *,
        key: str | None = None,
        title: str | None = None,
        scale: str | None = None,
        replaces: bool = False,
        dry_run: bool = False,
        by: str = "",
        reason: str | None = None,
    ) -> None:
        self._key, self._title, self._scale = key, title, scale
        self._replaces, self._dry_run = replaces, dry_run
        self._by, self._reason = by, reason

    def keep(self, service: Service, name: str) -> Imported:
        """Read and keep one file or folder.

        Raises
        ------
        ScenarioError
            If it has errors; nothing is kept, and every one is told.
        ScenarioExistsError
            If the key is taken and nothing is to be replaced.

        """
        checked = self._read(Path(name))
        scenario = scenario_of(checked)
        imported = service.import_scenario(
            write_scenario(scenario).text,
            name=name,
            replace_existing=self._replaces,
            expected_revision=self._revision(service, scenario.key),
            dry_run=self._dry_run,
            by=self._by,
            reason=self._reason,
        )
        return replace(imported, warnings=checked.warnings)

    def _read(self, path: Path) -> Checked:
        if is_graph_file(path):
            return read_graph_file(path, key=self._key, title=self._title, scale=self._scale)
        if self._scale is not None:
            raise BadParameterError(
                "--scale goes with GraphML and GEXF; in sheets, write strengths in [0, 1].",
                "--scale 只用于 GraphML 与 GEXF；表格中请写 0 到 1 的强度。",
                parameter="--scale",
            )
        return read_sheets(path, key=self._key, title=self._title)

    def _revision(self, service: Service, key: str) -> int | None:
        if not self._replaces:
            return None
        try:
            return service.store.revision(key)
        except UnknownScenarioError:
            return None
