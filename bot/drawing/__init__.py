"""Pictures of cards: own SVG with its letters as outlines, drawn to PNG by resvg."""
