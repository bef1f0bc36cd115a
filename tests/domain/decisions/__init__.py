"""Tests of `domain/decisions`."""
