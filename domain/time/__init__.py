"""Dates and instants: EDTF, recorded time, London days and working days."""
