"""The record in PostgreSQL and the one door to it."""
