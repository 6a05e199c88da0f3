"""See the module that bears the name of what you look for."""
