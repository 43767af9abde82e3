"""The peers: strawberry's default server and ariadne, over the same actors held in memory.

Each is put together as its documentation says, with its usual resolvers and nothing switched on
that ours has: no cost, no deadline, no ids, no headers, no log. ``hello`` is the least that each
can be asked.
"""

import importlib
import os
import socket
import sys
from pathlib import Path
from typing import Any

import orjson
import uvicorn

FILE = "BENCH_ACTORS"
"""Names the file of the actors in the environment."""


def actors() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = orjson.loads(Path(os.environ[FILE]).read_bytes())
    return found


def main() -> None:
    """Serve one peer with the settings of uvicorn that our server has; say where."""
    app = importlib.import_module(f"bench.service.peer_{sys.argv[1]}").app
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listener:
        config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False)
        print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        uvicorn.Server(config).run([listener])


if __name__ == "__main__":
    main()
