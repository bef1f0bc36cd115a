"""Clashes: what cannot all be so. Pure: from the changes that are known to what is wrong between them, and when."""
