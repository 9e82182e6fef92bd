"""https://pytorch.org/docs/stable/package.html"""
