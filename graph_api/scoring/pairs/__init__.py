"""Both directions of a pair, and the pairs of two groups in order."""
