def replace_pattern(gm, pattern, replacement):
    return []
