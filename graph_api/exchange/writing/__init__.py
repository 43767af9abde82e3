"""Scenarios as files for other tools; each is written whole or not at all."""
