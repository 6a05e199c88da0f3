"""Sending, proof of service, reminders."""
