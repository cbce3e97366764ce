"""Files in and out: tables that people keep in a spreadsheet."""
