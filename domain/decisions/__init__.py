"""Deciding on an entry: what has to be known, what is known, and whether the entry is stored."""
