"""What happens by itself: each job an idempotent function of its due time."""
