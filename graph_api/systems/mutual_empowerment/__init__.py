"""Mutual empowerment (相互充权): the mechanism of essay 4."""

from graph_api.systems.mutual_empowerment.system import MutualEmpowerment

__all__ = ["MutualEmpowerment"]
