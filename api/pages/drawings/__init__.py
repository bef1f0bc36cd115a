"""Drawings: plain functions from data to SVG, by the standard library alone."""
