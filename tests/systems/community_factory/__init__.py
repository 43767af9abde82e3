"""Essay 6: the mechanisms, the claims, and what a wrong parameter is told."""
