"""Labels, dates, names and sentences."""
