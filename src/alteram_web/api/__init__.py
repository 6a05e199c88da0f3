"""The same wishes and pages as JSON; no rule of its own."""
