"""For whoever complained."""
