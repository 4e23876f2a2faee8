"""What may be recorded of an enquiry and of a stage, where a case stands, what may come of it."""
