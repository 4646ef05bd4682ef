"""The query language: text to tree, tree and paper to yes or no."""
