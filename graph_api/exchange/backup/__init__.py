"""Backups: one file with scenarios and their whole journals, for either store.

The file is described in ``docs/how-to/backup.md``.

==============  =================================================================
``lines``       lines of JSON, compressed, checksummed, bounded
``writing``     what a store keeps, into a file
``reading``     a file as a store would give it, every row looked at
``restoring``   a file into a store, each scenario whole or not at all
==============  =================================================================
"""

from graph_api.exchange.backup.reading import Section, tokens_of, verify
from graph_api.exchange.backup.restoring import Restored, restore
from graph_api.exchange.backup.writing import write_backup

__all__ = ["Restored", "Section", "restore", "tokens_of", "verify", "write_backup"]
