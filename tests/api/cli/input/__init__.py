"""Tests of `api/cli/input`."""
