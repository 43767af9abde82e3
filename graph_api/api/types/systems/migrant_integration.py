"""Integration of migrant workers (农民工社区融入), as clients ask it."""

import strawberry

from graph_api.api.types.system import System


@strawberry.type(description="The mechanism of essay 5 (农民工社区融入).")
class MigrantIntegrationSystem(System):
    """Integration of migrant workers."""
