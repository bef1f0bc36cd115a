"""Tests of `api/pages/drawings`."""
