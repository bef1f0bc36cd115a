"""The laws: property tests against the oracle, or of two deployments against each other."""
