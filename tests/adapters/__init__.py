"""The platforms, on their own wire."""
