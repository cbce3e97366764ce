"""The public pool: who may own whom, and until when."""
