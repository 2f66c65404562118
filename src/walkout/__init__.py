"""walkout: a guided way through the forms with which one objects to AI training on one's data."""
