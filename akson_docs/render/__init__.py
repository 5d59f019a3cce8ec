"""Values → HTML, JSON and papers that are ready to be typeset, by templates that place and do not compute."""
