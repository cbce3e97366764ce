"""The core's ports in SQL; inbox, outbox and ticks."""
