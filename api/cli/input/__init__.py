"""Reading options and arguments."""
