"""Files that others made, as parts of our papers: looked into, cleaned, joined with their structure."""
