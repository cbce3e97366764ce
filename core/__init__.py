"""The CRM: knows nobody but itself."""
