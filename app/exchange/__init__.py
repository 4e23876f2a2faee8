"""Records that come in: workbooks, statutory returns, postcodes."""
