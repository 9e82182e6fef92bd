__version__ = _torch_version()
# Of the build that the user has: None without it, else a text.
cuda = _unknown("it depends on the build of PyTorch")
hip = _unknown("it depends on the build of PyTorch")
git_version = _unknown("it depends on the build of PyTorch", "str")
debug = False
