"""The company file: what it may hold, what it means, where it is wrong (N03)."""
