"""From a snapshot to what searches read: lists for small graphs, arrays for large ones."""
