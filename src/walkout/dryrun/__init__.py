"""The rehearsal: a fixture site that stands in for a service's pages, its inbox, and a scripted person."""
