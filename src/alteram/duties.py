"""To come: duties."""
