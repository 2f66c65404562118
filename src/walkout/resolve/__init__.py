"""Find by meaning: target + view → match. Pure: nothing here knows a browser."""
