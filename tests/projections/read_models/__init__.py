"""Tests of `projections/read_models`."""
