"""Tests of `api/rest/routes`."""
