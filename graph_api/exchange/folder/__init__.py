"""A scenario as a folder of tables: actors and relations as Parquet, the rest as YAML.

`read_folder` checks a folder, names every fault with table, row and column, and then gives its rows
in batches; `write_folder` makes one, whole or not at all. The columns are those of
docs/reference/format.md.
"""

from graph_api.exchange.folder.reading import FolderTables, read_folder
from graph_api.exchange.folder.writing import write_folder

__all__ = ["FolderTables", "read_folder", "write_folder"]
