"""Neutral cards as each platform draws them."""
