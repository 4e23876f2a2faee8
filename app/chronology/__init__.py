"""A household's chronology: everything dated that the record has of it, in one order."""
