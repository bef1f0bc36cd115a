"""Pages that record an entry, each with a step to check it first."""
