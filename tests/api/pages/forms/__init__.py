"""Tests of `api/pages/forms`."""
