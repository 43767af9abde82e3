"""What other people's tools say of the running service; started by ``scripts/audit``."""
