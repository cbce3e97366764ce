"""What storage promises, asked of every database it runs on."""
