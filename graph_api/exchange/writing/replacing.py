"""Files and folders that appear whole or not at all, and replace nothing unasked."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from graph_api.errors import BadParameterError


@contextmanager
def new_file(path: Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """Lend a file to write into, which gets its name at the end if all went well.

    Parameters
    ----------
    path
        The name.
    force
        Replace a file that is there.

    Raises
    ------
    BadParameterError
        If something is there and is not to be replaced, is no file, or cannot be written.

    """
    if os.path.isdir(path):  # noqa: PTH112  # a name too long is refused when it is made
        raise BadParameterError(
            f"{path} is a folder; this format is one file. Name a file (--out).",
            f"{path} 是目录；此格式为单个文件。请指定文件名（--out）。",
            path=str(path),
        )
    _require_free(path, force=force)
    part = path.with_name(f".{path.name[:60]}.{os.getpid()}.part")
    try:
        try:
            with part.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            _require_free(path, force=force)  # somebody may have made it meanwhile
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise _cannot(path, error) from error


@contextmanager
def new_folder(folder: Path, names: Collection[str], *, force: bool = False) -> Iterator[Path]:
    """Lend a folder to write into, which gets its name at the end if all went well.

    Parameters
    ----------
    folder
        The name.
    names
        The files that such a folder holds: one that holds anything else is never replaced.
    force
        Replace a folder that is there.

    Raises
    ------
    BadParameterError
        If something is there and is not to be replaced, or cannot be written.

    """
    _require_free(folder, force=force)
    if os.path.lexists(folder):
        _require_ours(folder, names)
    part = folder.with_name(f".{folder.name[:60]}.{os.getpid()}.part")
    old = folder.with_name(f".{folder.name[:60]}.{os.getpid()}.old")
    try:
        try:
            part.mkdir(parents=True)
            yield part
            if os.path.lexists(folder):
                folder.rename(old)
                try:
                    part.rename(folder)
                except OSError:
                    old.rename(folder)
                    raise
            else:
                part.rename(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)
            shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise _cannot(folder, error) from error


def _require_free(path: Path, *, force: bool) -> None:
    if not force and os.path.lexists(path):
        raise _is_there(path)


def _require_ours(folder: Path, names: Collection[str]) -> None:
    try:
        strange = sorted(item.name for item in folder.iterdir() if item.name not in names)
    except OSError as error:
        raise _cannot(folder, error) from error
    if folder.is_symlink() or strange:
        what = strange[0] if strange else folder.name
        raise BadParameterError(
            f"{folder} holds {what!r}, which no export wrote, and was left alone. Name another"
            " folder (--out).",
            f"{folder} 中的“{what}”并非导出所写，未作改动。请指定另一个目录（--out）。",
            path=str(folder),
        )


def _is_there(path: Path) -> BadParameterError:
    return BadParameterError(
        f"{path} is there already and was left alone. Name another place (--out), or replace it"
        " (--force).",
        f"{path} 已存在，未作改动。请指定另一位置（--out），或用 --force 替换。",
        path=str(path),
    )


def _cannot(path: Path, error: OSError) -> BadParameterError:
    return BadParameterError(
        f"{path} cannot be written ({error.strerror}). Check the place and the rights.",
        f"无法写入 {path}（{error.strerror}）。请检查位置与权限。",
        path=str(path),
    )
