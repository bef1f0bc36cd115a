"""Tests of `api/pages/scenarios`."""
