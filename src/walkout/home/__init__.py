"""The home page: what the person sees before and after her walks, and what her clicks there mean.

Nothing here opens a window, reads a file or keeps anything: a request and the state go in, a page or a wish comes out.
"""
