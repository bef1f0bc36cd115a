"""Small pages that the links in mails lead to: forms, and no scripts."""
