"""What is kept about people: asking for it, and answering."""
