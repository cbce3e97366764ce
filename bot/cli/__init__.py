"""The commands of `liaoke`, one module each; what a command needs is imported inside it."""
