"""The receipt of a walk: what was done, what was disclosed to whom, and what the service answered."""

from walkout.receipt.receipt import Receipt
from walkout.receipt.record import FlowFacts

__all__ = ["FlowFacts", "Receipt"]
