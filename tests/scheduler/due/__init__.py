"""Tests of `scheduler/due`."""
