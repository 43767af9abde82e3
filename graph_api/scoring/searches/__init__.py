"""Best paths from one actor, to one, or between two: loops, the tie rule, the printed score."""
