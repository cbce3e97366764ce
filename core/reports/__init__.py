"""Figures for those who lead."""
