"""The ledger of a merger: what its predecessors had and where it goes."""
