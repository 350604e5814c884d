"""Words of somebody."""
