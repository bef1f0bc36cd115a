"""Tests of `domain/kinds`."""
