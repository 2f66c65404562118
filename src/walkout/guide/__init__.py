"""The guide in the window: what a walk tells and asks, as cards over the page."""
