"""The contract over HTTP, under /v1."""
