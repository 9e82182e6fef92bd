__version__ = _torch_version()
cuda = None
hip = None
git_version = ""
debug = False
