"""What is true of a merger and what is allowed: no database, no web, no clock, no logging."""
