"""The records of a run that is still going on, in a file: a run that was stopped can go on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Record = dict[str, Any]

CaseKey = tuple[str, int, float]
"""Shape, size and decay."""


class OtherRunError(ValueError):
    """The file is that of another revision, machine or question: its records do not belong here."""


class Partial:
    """A file with a line for each record as it comes, after one that says what they belong to.

    Parameters
    ----------
    path
        Where the file is.
    head
        Revision, machine and whatever else must be the same for records to stand side by side.
    resume
        Go on with the records of the file, if there is one; else it begins anew.

    """

    def __init__(self, path: Path, head: Mapping[str, Any], *, resume: bool) -> None:
        self.path = path
        self.records: list[Record] = []
        self.finished: set[CaseKey] = set()
        self.spent = 0.0
        if resume and path.exists():
            self._read(head)
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written anew: of a run that was killed the last line may be torn.
        lines = [
            {"head": head},
            *({"record": record} for record in self.records),
            *({"finished": case} for case in sorted(self.finished)),
            {"spent": self.spent},
        ]
        path.write_text("".join(map(_line, lines)), encoding="utf-8")

    def _read(self, head: Mapping[str, Any]) -> None:
        lines = list(_said(self.path))
        before = lines[0].get("head", {}) if lines else {}
        others = [name for name in {**before, **head} if before.get(name) != head.get(name)]
        if others:
            raise OtherRunError(", ".join(others))
        for line in lines[1:]:
            if "record" in line:
                self.records.append(line["record"])
            if "finished" in line:
                shape, size, decay = line["finished"]
                self.finished.add((shape, size, decay))
            self.spent = line.get("spent", self.spent)

    def rows_of(self, case: CaseKey) -> set[str]:
        """Give the rows of a case that are measured already."""
        return {one["row"] for one in self.records if _case_of(one) == case}

    def add(self, record: Record, spent: float) -> None:
        """Keep a record; ``spent`` are the seconds of the whole run until now."""
        self.records.append(record)
        self._write({"record": record, "spent": spent})

    def finish(self, case: CaseKey) -> None:
        """Say that nothing more will come of a case."""
        self.finished.add(case)
        self._write({"finished": case})

    def forget(self) -> None:
        """Take the file away: all of it stands in the results now."""
        self.path.unlink(missing_ok=True)

    def _write(self, line: Mapping[str, Any]) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(_line(line))


def _case_of(record: Record) -> CaseKey:
    return record["shape"], record["size"], record["decay"]


def _line(said: Mapping[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False) + "\n"


def _said(path: Path) -> list[dict[str, Any]]:
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError:
            break
    return found
