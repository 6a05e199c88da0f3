"""Accounts, sign-in, and who holds which role, from when to when."""
