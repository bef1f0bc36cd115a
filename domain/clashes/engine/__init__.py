"""What the rules run on: the rule itself, timelines of state, references and hierarchies."""
