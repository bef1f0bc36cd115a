"""Tests of `api/pages/record`."""
