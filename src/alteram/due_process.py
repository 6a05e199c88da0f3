"""To come: due_process."""
