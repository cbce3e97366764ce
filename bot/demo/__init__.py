"""A company to rehearse with: invented people, customers and two months of work."""
