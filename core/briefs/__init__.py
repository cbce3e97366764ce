"""What to know of a customer before a visit."""
