"""Tests of `domain/mergers`."""
