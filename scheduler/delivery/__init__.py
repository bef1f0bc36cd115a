"""The queue of digests and the ways to send them."""
