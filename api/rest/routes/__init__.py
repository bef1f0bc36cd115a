"""The routes of the API, one subject matter a file."""
