"""Tests of `api/pages/core`."""
