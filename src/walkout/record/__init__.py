"""What somebody did once, in a browser or another recorder, made into a flow."""
