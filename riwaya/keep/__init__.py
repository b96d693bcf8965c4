"""What is done with a store as a whole: adding to it, reading it anew, handing on from it."""
