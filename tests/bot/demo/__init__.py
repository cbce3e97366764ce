"""The demo company and the command that serves it."""
