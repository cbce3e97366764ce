"""The tests: rooms mirrored, contracts, whole days on emulated platforms."""
