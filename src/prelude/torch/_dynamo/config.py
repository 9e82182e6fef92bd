suppress_errors = False
cache_size_limit = 8
verbose = False
