"""The contract in plain Python: it folds the whole log for every question, and is never clever.

It knows nothing of the product: both are written from DESIGN.md, and the property tests hold one against the
other. `answers` and `refusals` are what to ask; `world`, `attempts`, `malformed` and `mischief` draw what
`tests/logs.py` sends.
"""
