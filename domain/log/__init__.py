"""The log: the payload of an entry, how it is read, and the stored entry."""
