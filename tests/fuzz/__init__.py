"""H8: what reads bytes from outside, fed with what nobody sends: `make fuzz` for long, a few hundred in the suite."""
