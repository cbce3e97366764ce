"""What people see: cards in the neutral language, one module an area."""
