"""YAML in and out: the only reader and the only writer of scenario files.

``document`` is the text as nodes with places, ``parse`` makes a `Scenario` of them and gathers
every problem, ``check`` holds the named checks, ``dump`` writes; ``fmt``, ``diff`` and
``template`` serve authors, ``json_schema`` their editors.
"""

from graph_api.scenarios.check import check_scenario
from graph_api.scenarios.diff import Difference, diff_scenarios
from graph_api.scenarios.dump import Written, write_scenario
from graph_api.scenarios.fmt import format_text
from graph_api.scenarios.json_schema import json_schema
from graph_api.scenarios.parse import Checked, check_label, read_changes, read_scenario
from graph_api.scenarios.template import template

__all__ = [
    "Checked",
    "Difference",
    "Written",
    "check_label",
    "check_scenario",
    "diff_scenarios",
    "format_text",
    "json_schema",
    "read_changes",
    "read_scenario",
    "template",
    "write_scenario",
]
