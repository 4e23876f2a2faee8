"""Connected carers: checks before a child moves, temporary approval, and its weeks."""
