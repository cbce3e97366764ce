"""Rows of the feature table, through the core's use cases on both databases."""
