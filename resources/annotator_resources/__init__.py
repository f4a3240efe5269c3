"""Icons, fonts, sample, codebooks and manual that ship with the program."""
