"""What has changed since: the wording of notices and policies, and links over the years."""
