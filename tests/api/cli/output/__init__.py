"""Tests of `api/cli/output`."""
