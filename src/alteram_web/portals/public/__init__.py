"""What anyone may see and do."""
