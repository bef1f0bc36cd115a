"""Forms: their fields, and reading what was sent."""
