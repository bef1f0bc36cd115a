"""Pages that answer a question."""
