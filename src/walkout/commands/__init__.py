"""One file per command: plain values in, exit code out."""
