"""The documents held to the program: their examples are run, and their tables are made from its code."""
