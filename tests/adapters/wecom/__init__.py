"""WeCom: its wire, its cards on it, and its emulator."""
