"""Tests of `api/links`."""
