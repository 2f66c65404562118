"""What has changed since a flow last worked: baselines, checks, heals, texts, and links over the years."""
