"""Tests of `api/pages/read`."""
