"""The parts of the benchmark that `run.py` puts together. Standard library only."""
