"""What moved since a flow was last seen to work: baselines, checks, reports and heals."""
