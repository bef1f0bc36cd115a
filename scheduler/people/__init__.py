"""Who is reminded: contacts, subscriptions and what they answered."""
