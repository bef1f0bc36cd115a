"""Clashes: what cannot all be so."""
