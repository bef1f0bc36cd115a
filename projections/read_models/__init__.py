"""Read models, and how an entry alters them."""
