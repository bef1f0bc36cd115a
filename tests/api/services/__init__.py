"""Tests of `api/services`."""
