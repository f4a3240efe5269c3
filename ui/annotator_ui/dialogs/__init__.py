"""The windows that ask something; none of them blocks the program."""
