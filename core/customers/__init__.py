"""Companies we sell to, and the people there."""
