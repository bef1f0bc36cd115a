"""Tests of `projections/recording`."""
