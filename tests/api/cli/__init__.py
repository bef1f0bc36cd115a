"""Tests of `api/cli`."""
