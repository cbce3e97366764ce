"""Pictures, recordings and documents that people send with what they report (F06)."""
