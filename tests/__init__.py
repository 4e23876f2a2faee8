"""The tests of Hearth, in the order of the house."""
