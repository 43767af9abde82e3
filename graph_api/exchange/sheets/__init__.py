"""A scenario as sheets that people fill in: actors, relations, judgements of experts, sources.

`read_sheets` reads a folder of CSV files or an XLSX file, with English or Chinese headers, and
names every faulty cell; `write_sheet_template` writes empty ones (docs/reference/sheets.md).
"""

from graph_api.exchange.sheets.reading import holds_sheets, read_sheets
from graph_api.exchange.sheets.template import write_sheet_template

__all__ = ["holds_sheets", "read_sheets", "write_sheet_template"]
