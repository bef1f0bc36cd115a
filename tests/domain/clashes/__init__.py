"""Tests of `domain/clashes`."""
