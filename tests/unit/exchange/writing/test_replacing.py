"""Files and folders appear whole or not at all, and nothing is replaced unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_api.errors import BadParameterError
from graph_api.exchange.writing.replacing import new_file, new_folder


class HalfWrittenError(Exception):
    """Something went wrong while a file was written."""


def write_half(path: Path, *, force: bool) -> None:
    with new_file(path, force=force) as file:
        file.write(b"half")
        raise HalfWrittenError


def write_half_a_folder(folder: Path) -> None:
    with new_folder(folder, ["a.csv"], force=True) as part:
        (part / "a.csv").write_text("third")
        raise HalfWrittenError


def test_a_file_appears_at_the_end_and_not_before(tmp_path: Path) -> None:
    path = tmp_path / "街道.gexf"
    with new_file(path) as file:
        file.write(b"whole")
        assert not path.exists()
    assert path.read_bytes() == b"whole"
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize("force", [False, True])
def test_a_file_that_fails_leaves_what_was_there(tmp_path: Path, force: bool) -> None:
    path = tmp_path / "x.gexf"
    if force:
        path.write_bytes(b"old")
    with pytest.raises(HalfWrittenError):
        write_half(path, force=force)
    assert [item.read_bytes() for item in tmp_path.iterdir()] == ([b"old"] if force else [])


def test_a_file_is_replaced_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "x.gexf"
    path.write_bytes(b"old")
    with pytest.raises(BadParameterError, match="--force"), new_file(path) as file:
        file.write(b"new")
    assert path.read_bytes() == b"old"
    with new_file(path, force=True) as file:
        file.write(b"new")
    assert path.read_bytes() == b"new"


def test_what_somebody_made_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.gexf"
    with pytest.raises(BadParameterError, match="there already"), new_file(path):
        path.write_bytes(b"theirs")
    assert path.read_bytes() == b"theirs"


@pytest.mark.parametrize("name", ["missing/x.gexf", "x" * 300, "."])
def test_a_place_that_cannot_be_written_is_said_in_both_languages(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(BadParameterError) as told, new_file(tmp_path / name, force=True) as file:
        file.write(b"x")
    assert str(tmp_path) in told.value.zh
    assert not [*tmp_path.iterdir()]


def test_a_folder_of_ours_is_replaced_whole(tmp_path: Path) -> None:
    folder = tmp_path / "csv"
    for text in ("first", "second"):
        with new_folder(folder, ["a.csv"], force=True) as part:
            (part / "a.csv").write_text(text)
    assert (folder / "a.csv").read_text() == "second"
    assert [*tmp_path.iterdir()] == [folder]
    with pytest.raises(HalfWrittenError):
        write_half_a_folder(folder)
    assert (folder / "a.csv").read_text() == "second"
    with pytest.raises(BadParameterError, match="--force"), new_folder(folder, ["a.csv"]):
        pass


def test_a_folder_with_anything_else_is_never_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "csv"
    folder.mkdir()
    (folder / "diary.txt").write_text("mine")
    with (
        pytest.raises(BadParameterError, match=r"diary\.txt"),
        new_folder(folder, ["a.csv"], force=True),
    ):
        pass
    assert (folder / "diary.txt").read_text() == "mine"
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(BadParameterError), new_folder(file, ["a.csv"], force=True):
        pass
    assert file.read_text() == "mine"
