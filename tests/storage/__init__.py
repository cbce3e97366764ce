"""What is particular to the databases storage runs on."""
