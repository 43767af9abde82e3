"""The types of the schema, one file per noun, mirroring ``domain`` and ``scoring.results``."""
