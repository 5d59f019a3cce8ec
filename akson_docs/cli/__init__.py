"""Words in, exit code out: the command, its options and help, and the manual that is made of them."""
