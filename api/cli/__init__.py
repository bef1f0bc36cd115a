"""The command `mergerlog`."""
