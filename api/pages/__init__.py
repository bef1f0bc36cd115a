"""The web pages: thin handlers that ask what the API asks, and say it in sentences, tables and drawings."""
