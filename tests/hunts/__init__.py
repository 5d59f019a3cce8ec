"""What is tried many times over, with other sources or other mishaps each time: `make test-long` makes all of it."""
