"""Fixture pages changed as sites change, by a seed; and what a walk does on them, held against the truth."""
