"""Tests of `api/pages`."""
