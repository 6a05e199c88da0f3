"""To come: worked."""
