"""What a rule book says, as frozen values."""
