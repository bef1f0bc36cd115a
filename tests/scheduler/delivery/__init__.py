"""Tests of `scheduler/delivery`."""
