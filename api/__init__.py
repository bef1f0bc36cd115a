"""REST, web pages, command line, and the one composition root."""
