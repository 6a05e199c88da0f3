"""The rule-book room."""
