"""Feishu (飞书) and Lark: a self-built application, its events and its REST interface."""

from adapters.feishu.platform import Feishu, FeishuApp

__all__ = ["Feishu", "FeishuApp"]
