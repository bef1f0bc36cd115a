"""Tests of `projections/changes`."""
