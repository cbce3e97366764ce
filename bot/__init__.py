"""The chat: understands, asks, answers, reminds."""
