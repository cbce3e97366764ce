"""Feishu: its wire, its platform, its emulator, its own SDK."""
