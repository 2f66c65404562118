"""A flow: one process at one service, as a map of pages."""
