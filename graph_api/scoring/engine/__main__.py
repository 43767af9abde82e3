"""Compile the kernels into a folder: ``python -m graph_api.scoring.engine FOLDER``."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

from graph_api.scoring.engine.compiling import fill


def _end_with(parent: int) -> None:
    """End when the process that asked for this is gone: nobody waits for it any more."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
fill(Path(sys.argv[1]))
