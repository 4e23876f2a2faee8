"""The law as data: dated, cited, pure. It knows no database and no request."""
