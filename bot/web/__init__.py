"""The HTTP side: callbacks, health, metrics, the rehearsal desk."""
