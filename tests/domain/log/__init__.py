"""Tests of `domain/log`."""
