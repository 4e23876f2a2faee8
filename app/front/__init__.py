"""The front of the house: today's work, the law's clocks, and where the data come from."""
