"""Concepts, countries and reasons: the words of pages in every language, as data."""
