"""``scripts/audit``: run the audits against a real server, and write ``bench/audit.md``."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.audit.server import ROOT, Server, commit, serving
from tests.audit.steps import STEPS, Outcome, Place, Step
from tests.audit.table import Done, merged, report, row, rows_of

RESULT = ROOT / "bench" / "audit.md"
PARTIAL = ROOT / ".cache" / "audit" / "audit.md"
"""Where the result of a run stands that is not whole."""

NAMES = tuple(step.name for step in STEPS)


def main(words: Sequence[str] | None = None) -> int:
    """Run what was asked for; give the exit code."""
    asked = _parser().parse_args(words)
    chosen = [
        step
        for step in STEPS
        if (not asked.only or step.name in asked.only) and step.name not in asked.skip
    ]
    rows: dict[str, str] = {}
    is_good = bool(chosen)
    for done in run(chosen):
        _tell(done, is_wordy=asked.verbose)
        is_good = is_good and done.outcome.is_good
        rows[done.step.name] = row(done, asked.revision)
        _write(PARTIAL, report(merged({}, rows)))  # after each: a run may be stopped
    if asked.merge:
        kept = rows_of(RESULT.read_text("utf-8")) if RESULT.exists() else {}
        _write(RESULT, report(merged(kept, rows)))
    elif len(rows) == len(STEPS):
        _write(RESULT, report(merged({}, rows)))
    return 0 if is_good else 1


def run(steps: Sequence[Step]) -> Iterator[Done]:
    """Run steps one after another; one that fails, or ends the server, hides no later one."""
    with tempfile.TemporaryDirectory(prefix="empower-audit-") as name, _servers(Path(name)) as live:
        for step in steps:
            began = time.monotonic()
            try:
                server, revision = live()
                work = Path(name) / step.name
                work.mkdir()
                outcome = step.run(Place(server, revision, work))
                if server.process.poll() is not None:
                    log = server.log.read_text("utf-8")[-4000:]
                    said = f"{outcome.said}\nFAIL The server ended / 服务已退出\n{log}"
                    outcome = Outcome(outcome.passed, outcome.of + 1, said)
            except Exception:  # noqa: BLE001  # whatever it was: told, and the next one is run
                outcome = Outcome(0, 1, traceback.format_exc())
            yield Done(step, outcome, time.monotonic() - began)


class _Servers:
    """Lends the server that is alive; one that has ended is followed by a new one."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._server: Server | None = None
        self._revision = 0
        self._count = 0

    def __call__(self) -> tuple[Server, int]:
        """Give a server, and the revision of the scenario that audits follow."""
        if self._server is None or self._server.process.poll() is not None:
            self._count += 1
            folder = self._folder / f"server-{self._count}"
            folder.mkdir()
            self._server = self._stack.enter_context(serving(folder))
            self._revision = commit(self._server)
        return self._server, self._revision


@contextmanager
def _servers(folder: Path) -> Iterator[_Servers]:
    with ExitStack() as stack:
        yield _Servers(folder, stack)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _names(text: str) -> list[str]:
    names = text.split(",")
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        there = ", ".join(NAMES)
        raise argparse.ArgumentTypeError(
            f"there is no {unknown[0]!r}; there are {there} / 没有“{unknown[0]}”；现有：{there}"
        )
    return names


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/audit",
        description="Let other people's tools judge the running service; a whole run writes"
        " bench/audit.md, any other one .cache/audit/audit.md. Exit code 1: a check failed."
        " 用第三方工具检验正在运行的服务；完整运行写入 bench/audit.md，其他运行写入"
        " .cache/audit/audit.md；有检查未通过则退出码为 1。",
        epilog="Example / 示例: scripts/audit --only http,ws --verbose",
    )
    there = ", ".join(NAMES)
    for option, said in (
        ("--only", f"only these: {there} 只运行这些"),
        ("--skip", "all but these 不运行这些"),
    ):
        parser.add_argument(option, type=_names, default=[], metavar="NAMES", help=said)
    parser.add_argument(
        "--merge",
        action="store_true",
        help="put the rows of this run in place of theirs in bench/audit.md"
        " 用本次结果替换 bench/audit.md 中对应的行",
    )
    parser.add_argument("--verbose", action="store_true", help="all that is said 显示全部输出")
    parser.add_argument("--revision", default="unknown", help="of the code 代码修订号")
    return parser


def _tell(done: Done, *, is_wordy: bool) -> None:
    outcome = done.outcome
    mark = "ok  " if outcome.is_good else "FAIL"
    count = f"{outcome.passed}/{outcome.of}"
    print(f"{mark} {done.step.name:12} {count} {done.seconds:6.1f} s {outcome.note}", flush=True)  # noqa: T201
    if is_wordy or not outcome.is_good:
        lines = outcome.said.rstrip().splitlines()
        shown = lines if is_wordy else [line for line in lines if "FAIL" in line] or lines[-40:]
        print("\n".join(f"     {line}" for line in shown), flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
