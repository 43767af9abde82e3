"""`empower backup` and `empower restore`, as an operator calls them."""

from __future__ import annotations

import gzip
import stat
from contextlib import closing
from pathlib import Path

from graph_api.stores.service_db import SERVICE_FILE_NAME, ServiceDb
from graph_api.stores.service_tokens import StoredToken, Tokens
from tests.unit.cli.conftest import Runs


def kept(run: Runs, street: Path, tmp_path: Path, *words: str) -> Path:
    path = tmp_path / "kept.backup"
    assert run("import", str(street)).code == 0
    done = run("backup", "--out", str(path), *words)
    assert done.code == 0, done.err
    return path


def test_what_was_kept_comes_back_elsewhere(run: Runs, street: Path, tmp_path: Path) -> None:
    path = kept(run, street, tmp_path)
    there = {"EMPOWER_DATA": str(tmp_path / "elsewhere")}
    checked = run("restore", str(path), "--verify", "--json", **there).plain
    assert checked["whole"]
    (part,) = checked["scenarios"]
    assert (part["key"], part["revision"], part["actors"], part["relations"]) == ("street", 1, 3, 4)
    assert not (tmp_path / "elsewhere").exists()
    done = run("restore", str(path), "--json", **there).plain
    assert done["scenarios"] == [
        {"key": "street", "revision": 1, "how": "restored", "backupRevision": 1}
    ]
    assert run("export", "street", **there).out == run("export", "street").out


def test_nothing_is_replaced_unasked(run: Runs, street: Path, tmp_path: Path) -> None:
    path = kept(run, street, tmp_path)
    assert run("backup", "--out", str(path)).code == 2
    assert run("backup", "--out", str(path), "--force").code == 0
    refused = run("restore", str(path), "--json")
    assert (refused.code, refused.error["code"]) == (2, "SCENARIO_EXISTS")
    assert run("undo", "street", "1").code == 2
    done = run("restore", str(path), "--replace", "--lang", "zh")
    assert done.out == "street：没有变化（修订 1）\n"


def test_a_broken_file_is_named_with_its_line(run: Runs, street: Path, tmp_path: Path) -> None:
    path = kept(run, street, tmp_path)
    text = gzip.decompress(path.read_bytes()).replace(b"committee", b"comittee")
    path.write_bytes(gzip.compress(text))
    there = {"EMPOWER_DATA": str(tmp_path / "elsewhere")}
    done = run("restore", str(path), **there)
    assert done.code == 2
    assert f"{path}:" in done.err
    assert run("list", "--json", **there).plain["scenarios"][0]["revision"] == 0  # seeds only


def test_without_a_store_there_is_nothing_to_keep(run: Runs, tmp_path: Path) -> None:
    done = run("backup", "--out", str(tmp_path / "a"))
    assert done.code == 2
    assert "nothing to back up" in done.err
    assert not (tmp_path / "data").exists()


def test_an_unknown_scenario_is_named(run: Runs, street: Path, tmp_path: Path) -> None:
    path = kept(run, street, tmp_path)
    for words in (
        ("backup", "--out", str(tmp_path / "b"), "--scenario", "stret"),
        ("restore", str(path), "--scenario", "stret"),
    ):
        done = run(*words)
        assert done.code == 2
        assert "did you mean 'street'" in done.err
    assert not (tmp_path / "b").exists()


def test_tokens_go_with_it_only_when_asked(run: Runs, street: Path, tmp_path: Path) -> None:
    token = StoredToken("t1", b"\x01\x02", "Li", "editor", 1.0, expires=2.0)
    with closing(ServiceDb(tmp_path / "data" / SERVICE_FILE_NAME)) as db:
        Tokens(db).add(token)
    path = kept(run, street, tmp_path)
    assert b"tokens" not in gzip.decompress(path.read_bytes())
    path.unlink()
    kept(run, street, tmp_path, "--with-tokens")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    there = {"EMPOWER_DATA": str(tmp_path / "elsewhere")}
    assert run("restore", str(path), "--with-tokens", "--json", **there).plain["tokens"] == 1
    again = run("restore", str(path), "--with-tokens", "--replace", "--json", **there)
    assert again.plain["tokens"] == 0
    with closing(ServiceDb(tmp_path / "elsewhere" / SERVICE_FILE_NAME)) as db:
        assert Tokens(db).every() == (token,)
