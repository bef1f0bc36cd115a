"""Tests of `projections/database`."""
