"""Recording entries: one at a time, and from a file."""
