"""Tests of `api/pages/words`."""
