"""The conventions of the code: names, sizes and layout, as docs/contributing.md has them."""
