"""The rehearsal desk: two emulated phones, what passes on their wires, a clock to move, stories."""
