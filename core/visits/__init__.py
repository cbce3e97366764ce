"""What was said and done with customers."""
