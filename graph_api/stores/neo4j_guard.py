"""A small program between us and a local Neo4j: the server ends when whoever started it ends.

Run as ``python neo4j_guard.py SECONDS PROGRAM ARGUMENT...``. The end of standard input means stop;
the system closes it too when our process is killed, so that no server is left behind. A program
that has not stopped after SECONDS is killed. The exit status is the program's.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading


def guard(seconds: float, command: list[str]) -> int:
    """Run a program until it ends by itself or standard input does; give its exit status."""
    program = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603  # from LocalNeo4j
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the program too, and stops it

    def stop() -> None:
        while os.read(0, 1):  # not through sys.stdin, which Python wants back at the end
            pass
        program.terminate()
        try:
            program.wait(seconds)
        except subprocess.TimeoutExpired:
            program.kill()

    threading.Thread(target=stop, daemon=True).start()
    return program.wait()


if __name__ == "__main__":
    sys.exit(guard(float(sys.argv[1]), sys.argv[2:]))
