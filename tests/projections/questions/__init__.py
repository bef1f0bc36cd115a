"""Tests of `projections/questions`."""
