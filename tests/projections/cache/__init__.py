"""Tests of `projections/cache`."""
