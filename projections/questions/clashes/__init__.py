"""Questions about clashes."""
