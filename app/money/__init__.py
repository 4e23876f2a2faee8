"""What a place costs a week, what finance is told of placements, and mileage from visits."""
