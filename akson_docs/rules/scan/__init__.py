"""What may not become public looked for in texts and in files: personal data, hidden content, names."""
