"""A change and its amendments, the fold to a state, and what a history can hold."""
