"""The WeChat platform (微信平台), as clients ask it."""

import strawberry

from graph_api.api.types.system import System


@strawberry.type(description="The mechanism of essay 1 (微信平台).")
class WechatPlatformSystem(System):
    """The WeChat platform."""
