"""Messages and cards as each platform's own client draws them."""
