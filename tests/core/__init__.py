"""Rules of the CRM, without a store."""
