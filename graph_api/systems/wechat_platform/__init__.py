"""The WeChat platform (微信平台): the mechanism of essay 1."""

from graph_api.systems.wechat_platform.system import WechatPlatform

__all__ = ["WechatPlatform"]
