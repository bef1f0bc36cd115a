"""Tests of `projections/log`."""
