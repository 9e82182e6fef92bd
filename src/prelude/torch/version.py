__version__ = "2.4.0"
cuda = None
hip = None
git_version = ""
debug = False
