"""When a reminder is due."""
