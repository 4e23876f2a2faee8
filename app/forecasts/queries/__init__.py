"""Questions of the years ahead: inputs from the record, what is kept, what came, what it costs."""
