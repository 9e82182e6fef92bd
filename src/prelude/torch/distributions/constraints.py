class Constraint:
    def check(self, value):
        return _unknown("it depends on the data", "Tensor")


real = positive = unit_interval = simplex = boolean = nonnegative_integer = positive_definite = lower_cholesky = Constraint()
real_vector = independent = Constraint()
