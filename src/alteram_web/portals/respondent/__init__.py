"""For whoever is complained about."""
