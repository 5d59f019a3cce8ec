"""What becomes public by a change that was not so before, compared and put into words."""
