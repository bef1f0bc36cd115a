"""The rules, one subject matter a file; the docstring of a rule is the sentence that people read."""
