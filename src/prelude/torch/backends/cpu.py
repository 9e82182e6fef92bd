def get_cpu_capability():
    return _unknown("it depends on the machine", "str")
