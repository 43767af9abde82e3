"""The community factory (社区工厂), as clients ask it."""

import strawberry

from graph_api.api.types.system import System


@strawberry.type(description="The mechanism of essay 6 (社区工厂).")
class CommunityFactorySystem(System):
    """The community factory."""
