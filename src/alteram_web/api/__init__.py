"""The same wishes and pages as JSON. There is no rule of its own here."""
