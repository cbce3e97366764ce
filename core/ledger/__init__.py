"""What happened, who did it, and how to take it back."""
