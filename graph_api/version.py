"""The version of this package, in one place; every answer carries it."""

__version__ = "0.1.0"
