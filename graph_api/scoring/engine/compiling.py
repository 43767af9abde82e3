"""Loops that run as plain Python until their compiled twins are ready.

A function marked with `kernel` is a loop over arrays and numbers. Called before anything was
compiled it simply runs. `prepare` has all of them compiled by numba in a process of its own, into a
folder from which this process (and every later one) then loads the machine code: nobody waits for a
compiler, and a small graph never loads one. See docs/decisions/0009.
"""

from __future__ import annotations

import hashlib
import logging
import os
import platform
import re
import shutil
import subprocess  # runs this module again, with this interpreter
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any, Generic, ParamSpec, TypeVar

from graph_api.scoring import stopping

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

MODULES = (
    "bits",
    "arcs",
    "restrengthened",
    "labels",
    "sources",
    "tied",
    "meeting",
    "between",
    "spurs",
    "loopless",
    "printing",
    "top_pairs",
    "masked",
    "weakest",
    "fewest",
    "hops",
    "flows",
    "nearest_cut",
    "trees",
    "repairs",
    "removals",
    "hop_removals",
)
"""The modules of this package that hold kernels."""

OLD_SECONDS = 7 * 24 * 3600
"""After so long the kernels of another version are taken away."""

PACKAGE = __name__.rpartition(".")[0]


class Kernel(Generic[P, R]):
    """A loop with its plain form and, once it is ready, its compiled one."""

    def __init__(self, plain: Callable[P, R]) -> None:
        self.plain = plain
        self.fast: Callable[P, R] | None = None
        self.__doc__ = plain.__doc__
        self.__name__ = plain.__name__

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run the compiled form if it is ready, else the plain one."""
        return (self.fast or self.plain)(*args, **kwargs)


KERNELS: list[Kernel[Any, Any]] = []
_INTRINSICS: dict[str, Callable[[], Any]] = {}


def kernel(function: Callable[P, R]) -> Kernel[P, R]:
    """Mark a function as a loop to compile.

    It may use arrays, numbers, tuples of them and other kernels, and nothing else. It makes no
    array: what it needs to write on is given to it.
    """
    made = Kernel(function)
    KERNELS.append(made)
    return made


def compiled_by(make: Callable[[], Any]) -> Callable[[Callable[P, R]], Kernel[P, R]]:
    """Mark a function whose compiled form is another one, which ``make`` gives."""

    def mark(function: Callable[P, R]) -> Kernel[P, R]:
        _INTRINSICS[function.__name__] = make
        return kernel(function)

    return mark


class _State:
    """Whether kernels are compiled; one for this process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.folder: Path | None = None
        self.thread: threading.Thread | None = None
        self.ready = threading.Event()


_STATE = _State()


def use_folder(folder: Path | None) -> None:
    """Say where compiled kernels are kept; None: nowhere, each process compiles for itself."""
    _STATE.folder = folder


def suggest_folder(folder: Path) -> None:
    """Keep compiled kernels there if nobody has said where yet: the first store decides."""
    if _STATE.folder is None:
        _STATE.folder = folder


def is_ready() -> bool:
    """Tell whether the kernels of this process are compiled."""
    return _STATE.ready.is_set()


def prepare() -> None:
    """Have the kernels compiled in the background, once; gives back at once."""
    if _STATE.thread is not None:
        return
    with _STATE.lock:
        if _STATE.thread is None:
            _STATE.thread = threading.Thread(target=_prepare, name="kernels", daemon=True)
            _STATE.thread.start()


def wait() -> bool:
    """Wait until the kernels are compiled; tells whether they are.

    For work so large that plain Python would take longer than a compiler does.

    Raises
    ------
    DeadlineExceededError
        If the question is over before.

    """
    prepare()
    while _STATE.thread is not None and _STATE.thread.is_alive():
        stopping.check("its searches were still being compiled", "搜索程序仍在编译")
        _STATE.thread.join(0.05)
    return is_ready()


def _prepare() -> None:
    try:
        folder = _STATE.folder
        if folder is not None and not _mark(folder).exists() and not _compile_elsewhere(folder):
            folder = None
        _load(folder)
    except Exception:  # whatever a compiler may say: plain Python still answers
        logger.warning(
            "The searches could not be compiled; they stay plain Python, which is slow on graphs of"
            " many thousand relations.",
            exc_info=True,
        )


@cache
def _digest(module: str) -> str:
    """Name one module of kernels, with all that its machine code hangs on."""
    from importlib.metadata import version  # noqa: PLC0415  # only here

    source = (Path(__file__).parent / f"{module}.py").read_text("utf-8")
    used = sorted({*re.findall(rf"from {re.escape(PACKAGE)}\.(\w+) import", source)} - {module})
    said = [
        source,
        *(_digest(other) for other in used),
        *(version(name) for name in ("numba", "llvmlite", "numpy")),
        sys.version,
        platform.machine(),
    ]
    return hashlib.blake2b(repr(said).encode(), digest_size=10).hexdigest()


def _mark(folder: Path) -> Path:
    """Give the file that says that all kernels as they are now have been compiled."""
    names = "".join(_digest(module) for module in MODULES)
    return folder / f"{hashlib.blake2b(names.encode(), digest_size=10).hexdigest()}.ready"


def _compile_elsewhere(folder: Path) -> bool:
    """Compile in another process, so that this one goes on answering; False: no place for it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        logger.warning("Compiled kernels cannot be kept in %s: %s", folder, error)
        return False
    command = [sys.executable, "-m", PACKAGE, str(folder)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(  # noqa: S603  # our own module
        command, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        logger.warning("The kernels could not be compiled into %s: %s", folder, done.stderr[-2000:])
    return done.returncode == 0


def _load(folder: Path | None) -> None:
    """Give every kernel its compiled twin; from the folder, or by compiling here and now."""
    for name in MODULES:
        import_module(f"{PACKAGE}.{name}")
    twins: dict[int, Any] = {}
    for item in KERNELS:
        _twin(item, twins, folder)
    import_module(f"{PACKAGE}.warming").warm(lambda item: twins[id(item)])
    for item in KERNELS:
        item.fast = twins[id(item)]
    _STATE.ready.set()


def _twin(item: Kernel[Any, Any], twins: dict[int, Any], folder: Path | None) -> Any:  # noqa: ANN401  # numba's
    """Compile a kernel; the kernels that it calls become their twins in its globals."""
    import numba  # noqa: PLC0415  # slow to import, and small graphs never need it

    if id(item) not in twins:
        plain = item.plain
        if plain.__name__ in _INTRINSICS:
            twins[id(item)] = _INTRINSICS[plain.__name__]()
            return twins[id(item)]
        own = dict(plain.__globals__)
        for name in plain.__code__.co_names:
            if isinstance(own.get(name), Kernel):
                own[name] = _twin(own[name], twins, folder)
        copy = FunctionType(plain.__code__, own, plain.__name__)
        copy.__module__, copy.__qualname__ = plain.__module__, plain.__qualname__
        if folder is not None:
            module = plain.__module__.rpartition(".")[2]
            vars(numba.config)["CACHE_DIR"] = str(folder / _digest(module))
        made = numba.njit(nogil=True, cache=folder is not None, **_uncounted())(copy)
        twins[id(item)] = made
    return twins[id(item)]


@cache
def _uncounted() -> dict[str, Any]:
    """Give the option of numba by which loops do not count who holds an array, if it has one.

    Kernels make no arrays, so there is nothing to count; but kernels that call one another and hand
    on dozens of arrays would spend up to nine tenths of their time on it.
    """
    with suppress(ImportError):
        from numba.core.cpu import CPUTargetOptions  # noqa: PLC0415  # slow to load

        if hasattr(CPUTargetOptions, "_nrt"):
            return {"_nrt": False}
    logger.info("This numba cannot leave out counting who holds an array: searches are slower.")
    return {}


def fill(folder: Path) -> None:
    """Compile all kernels into a folder; of two processes at once, one does it."""
    with (folder / "lock").open("w") as lock:
        _lock(lock.fileno())
        if not _mark(folder).exists():
            _load(folder)
            _mark(folder).touch()
            _forget_old(folder)


def _forget_old(folder: Path) -> None:
    """Take away what other versions left here and nobody has written to for a while."""
    kept = {*map(_digest, MODULES), _mark(folder).name, "lock"}
    long_ago = time.time() - OLD_SECONDS
    for item in folder.iterdir():
        if item.name not in kept and item.stat().st_mtime < long_ago:
            if item.is_dir():
                shutil.rmtree(item, ignore_errors=True)
            else:
                item.unlink(missing_ok=True)


def _lock(file: int) -> None:
    try:
        import fcntl  # noqa: PLC0415  # there is none on Windows, where two may compile at once
    except ImportError:
        return
    fcntl.flock(file, fcntl.LOCK_EX)
