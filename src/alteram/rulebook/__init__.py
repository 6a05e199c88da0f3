"""The rule book as values: ``model`` (what it says), ``loading`` (from YAML), ``editions`` (all editions of a body)."""
