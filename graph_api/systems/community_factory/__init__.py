"""The community factory (社区工厂): the mechanism of essay 6."""

from graph_api.systems.community_factory.system import CommunityFactory

__all__ = ["CommunityFactory"]
