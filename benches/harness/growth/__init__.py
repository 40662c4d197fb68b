"""How the tool's cost grows with its input: what `growth.py` puts together."""
