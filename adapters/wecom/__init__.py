"""WeCom (企业微信): a self-built application, its callbacks and its REST interface."""

from adapters.wecom.platform import WeCom, WeComApp

__all__ = ["WeCom", "WeComApp"]
