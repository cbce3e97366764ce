"""Sentences in parts: times, amounts, numbers, customers, people."""
