"""The rules of clashes, one after another: given, when, then, with no database."""
