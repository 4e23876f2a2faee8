"""What the workbench asks the record."""
