"""What it costs, beside hand-written SQL and a bare endpoint in the same run."""
