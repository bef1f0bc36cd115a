"""The kinds of event, by the noun that they are about: what each says, what it does to the state, and its words.

To add a noun, write a module beside these (`milestones` is the shortest to copy) and list it in `registry`. Forms,
sentences, reminders, the description of the API and the tables of `docs/kinds.md` are made from it.
"""
