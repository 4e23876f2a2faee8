"""The report of a fostering assessment: written in place, checked, signed, sent to the panel."""
