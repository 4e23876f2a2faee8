"""What is recorded and decided of enquiries and of stages."""
