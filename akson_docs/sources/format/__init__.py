"""The source format as others need it: a schema for editors, forms, and changes that keep all else in a file."""
