"""Views in memory: built once, never older than what was confirmed, bounded by bytes."""

from graph_api.snapshots.large import Extra, Progress
from graph_api.snapshots.views import DEFAULT_BYTES, Snapshots, size_of

__all__ = ["DEFAULT_BYTES", "Extra", "Progress", "Snapshots", "size_of"]
