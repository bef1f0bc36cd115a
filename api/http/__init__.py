"""What REST, pages and links share of HTTP."""
