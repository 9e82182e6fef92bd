def __getattr__(name):
    return _unknown(f"`unittest.mock.{name}` is not followed")
