"""Which accounts of a story differ, agree, repeat or update each other, and on which questions."""
