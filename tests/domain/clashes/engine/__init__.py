"""Tests of `domain/clashes/engine`."""
