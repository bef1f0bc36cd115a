"""Tests of `api/rest`."""
