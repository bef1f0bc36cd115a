"""Tests of `projections/accounts`."""
