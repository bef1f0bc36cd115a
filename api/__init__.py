"""REST, web pages, links in mails, the command line, and the one composition root."""
