"""Whole conversations over the real wire."""

from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
