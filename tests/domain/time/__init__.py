"""Tests of `domain/time`."""
