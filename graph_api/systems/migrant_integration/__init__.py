"""Integration of migrant workers (农民工社区融入): the mechanism of essay 5."""

from graph_api.systems.migrant_integration.system import MigrantIntegration

__all__ = ["MigrantIntegration"]
