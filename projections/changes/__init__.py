"""A change as answers show it."""
