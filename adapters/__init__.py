"""The platforms' wire: knows no CRM."""
