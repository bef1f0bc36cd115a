"""Tests of `api/pages/admin`."""
