"""Pages about scenarios."""
