"""The years ahead: forecasts kept and scored, plans to recruit, what homes cost, the statement."""
