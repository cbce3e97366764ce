"""Deals on their way."""
