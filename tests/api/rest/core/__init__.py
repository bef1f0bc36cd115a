"""Tests of `api/rest/core`."""
