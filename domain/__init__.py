"""What is true and what is allowed: no database, no web, no clock, no logging."""
