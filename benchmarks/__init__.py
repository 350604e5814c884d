"""What a build and a launch cost, beside the aims and the peers: `python -m benchmarks`, from the repository's root.

Figures are printed and never asserted. CPU seconds are to be trusted on a busy machine, wall times less so:
each is measured beside its floor, in the same sitting.
"""
