"""Which unknown relations could change an answer."""
