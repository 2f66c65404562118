"""One execution of a flow: look, recognise the page, act or ask, and look again."""
