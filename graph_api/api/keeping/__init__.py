"""What is kept from one question to the next: documents made ready, answers that still hold."""
