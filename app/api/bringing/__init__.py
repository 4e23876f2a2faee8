"""What another system tells, brought into the record through the record's own acts.

The same told twice changes nothing. What the record has otherwise, and somebody decided or typed
here, is not overwritten: the answer says so, and somebody looks.
"""
