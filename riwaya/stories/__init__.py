"""Which reports tell of one happening, and which carry one another's text."""
