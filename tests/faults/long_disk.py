"""A disk that is really full: a small file system of our own, in a namespace of our own.

Needs a Linux that lets a user mount one; ``scripts/audit`` runs it
(``pytest tests/faults/long_disk.py``).
"""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from graph_api.stores import FILE_NAME, SqliteStore
from tests.contract.rich import large_scenario
from tests.contract.test_store_contract import assert_journal_replays
from tests.faults.serving import READ, Writer, serving

KEY = "large-1"
MOUNT = 'mount -t tmpfs -o size=4m tmpfs "$1" && cp "$2"/* "$1" && shift 2 && exec "$@"'


def test_a_full_file_system_is_told_and_heals(tmp_path: Path) -> None:
    made, data = tmp_path / "made", tmp_path / "data"
    made.mkdir()
    data.mkdir()
    with closing(SqliteStore(made / FILE_NAME)) as store:
        store.create(large_scenario(1))
    (made / "filler").write_bytes(b"x" * 2**20)
    writer = Writer(KEY)
    inside = ("unshare", "-rm", "sh", "-c", MOUNT, "sh", str(data), str(made))
    with serving(data, inside=inside) as service:
        mounted = Path(f"/proc/{service.process.pid}/root{data}")
        for _ in range(2_000):
            assert writer.once(service)
            if len(writer.refused) == 3:
                break
        assert set(writer.refused) == {"STORE_UNAVAILABLE"}
        assert service.code(READ, key=KEY)[0] is None
        said = service.change(KEY, 0, service.send(READ, key=KEY)["data"]["scenario"]["revision"])
        assert "disk is full" in said["errors"][0]["message"]
        (mounted / "filler").unlink()
        before = len(writer.acknowledged)
        assert before > 0
        assert writer.once(service)
        assert len(writer.acknowledged) == before + 1
        kept = tmp_path / "kept"
        kept.mkdir()
        for path in mounted.iterdir():  # nobody writes now; it is gone with the service
            if path.name.startswith(FILE_NAME):
                shutil.copy(path, kept)
    with closing(SqliteStore(kept / FILE_NAME)) as store:
        writer.assert_kept(store)
        assert_journal_replays(store, KEY)
