"""What `make bench` measures: our figure, a peer's figure in the same run, and the ratio."""
