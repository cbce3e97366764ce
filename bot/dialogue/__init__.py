"""Drafts and what a person does with them: choose, correct, change, save, drop."""
