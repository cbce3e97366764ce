"""A command that cannot be done, with its one line of reason."""


class Refused(Exception):
    """Ends a command with status 1; the message is for whoever typed it."""
