"""The two platforms as they answer on their own wire, with their state in memory."""
