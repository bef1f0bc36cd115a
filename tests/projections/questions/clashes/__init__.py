"""Tests of `projections/questions/clashes`."""
