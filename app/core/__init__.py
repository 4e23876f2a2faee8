"""What every room stands on: the database, dated facts, the one clock, forms and pages."""
