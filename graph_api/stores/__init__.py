"""Where scenarios and the journal of their changes are kept: SQLite or Neo4j, one contract."""

from graph_api.stores.base import ScenarioInfo, Store
from graph_api.stores.sqlite import FILE_NAME, SqliteStore

__all__ = ["FILE_NAME", "ScenarioInfo", "SqliteStore", "Store"]
