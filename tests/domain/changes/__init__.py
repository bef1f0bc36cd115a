"""Tests of `domain/changes`."""
