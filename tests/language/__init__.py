"""How well sentences are understood, measured from outside on labelled data."""
