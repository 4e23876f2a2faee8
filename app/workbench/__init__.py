"""The commissioner's workbench: need against homes, what is missing, what would close it, and how
local need stands beside what is published. It advises: nothing is placed or changed by it."""
