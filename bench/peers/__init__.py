"""The libraries that users would pick instead of ours, each in its own words.

A peer is made of a case (that is its load from arrays, both senses where it needs them) and has a
method for each row it can answer; ``prepare`` makes what only checks and flows need, untimed.
Methods give what the library gives, lengths or paths of places; `bench.rows` reads it.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

PEERS = {
    "networkx": "Networkx",
    "igraph": "Igraph",
    "rustworkx": "Rustworkx",
    "networkit": "Networkit",
    "scipy": "Scipy",
}
"""The class of each peer, in the module of its name; loaded when it is measured."""


def peer_named(name: str) -> Any:
    return getattr(import_module(f"bench.peers.{name}"), PEERS[name])
