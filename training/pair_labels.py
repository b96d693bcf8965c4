"""What the pair network tells apart. Without torch, so that benchmarks can read it."""

LABELS = ("none", "contradicts", "updates", "agrees", "repeats")
COARSE = ("other", "differ", "same")
"""What pairs outside stories are labelled with: two headlines, a claim and its edited copy."""
