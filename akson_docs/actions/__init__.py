"""What a user can have done: build, check, dispatch, verify, new files, an item that moves. A module a capability.

The road is put together here from the packages to the left; words on a screen and exit codes are `cli`.
"""
