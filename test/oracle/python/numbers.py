# --- division and modulo with signs
result = [(a // b, a % b, divmod(a, b)) for a in (7, -7) for b in (2, -2, 3, -3)], 7 / 2, -7 // 2.0, -7 % 2.5, 7.5 // 2, 7.5 % -2, divmod(7.5, 2), 0 // 5, -0.0, 1e300 * 1e10, 6 / 3, 2**-1, 2**0.5, (-8) ** 2, -(2**2), -2**2, 0**0, 0.0**0

# --- rounding
result = [round(x) for x in (0.5, 1.5, 2.5, -0.5, -1.5, 2.4, 2.6)], round(2.675, 2), round(1.005, 2), round(1234, -2), round(1250, -2), round(1350, -2), round(1.0), round(2.5, 0), round(-2.567, 1), round(5), round(12345.678, -2), round(1e20), round(True), round(0.15, 1), round(0.25, 1), round(0.35, 1)

# --- big integers
a = 2**64
b = 10**30 + 7
result = [a, a + 1, a - a, b, b // 3, b % 97, a * b, -a, a >> 60, 1 << 70, (1 << 70) >> 68, a == 2.0**64, a > b, str(a), len(str(b)), a & (a - 1), a | 1, a ^ a, ~a, int(1e20), 2**63 - 1, -(2**63), 2**53 + 1, 9007199254740993, a / 2, b / a, 12345678901234567890 * 98765432109876543210, 3**50, pow(3, 100, 7), pow(2, 64), int("123456789012345678901234567890"), a.bit_length(), hex(a), f"{a:,}", abs(-a), divmod(b, a), a % 1000, int(2.5e18), 2**62 + 2**62, 4611686018427387904 * 3, float(a), sum([a, 1]), max(a, b), a // 2**32]

# --- bit operations
result = 5 & 3, 5 | 3, 5 ^ 3, ~5, -5 & 3, -5 | 3, 1 << 10, -1 >> 3, -8 >> 1, 0xFF & ~0xF, True & False, True | 2, True ^ True, (5).bit_length(), (-5).bit_length(), (0).bit_length(), 0b1010, 0o17, 0xff, 1_000_000, bin(6 & 12), (255).bit_count(), -7 ^ 3, ~True

# --- bool is an int
result = True + True, True * 3, sum([True, False, True]), True == 1, isinstance(True, int), [10, 20][True], {True: "a", 1: "b"}, int(True), bool([]), bool(0.0), bool("0"), True / 2, -True, not 0, True < 2, max(True, 0), str(True), 1 is 1, True and 1

# --- float arithmetic
import math

result = 0.1 + 0.2, 1e16 + 1, 1 / 3, 1e308 * 10, -1e308 * 10, math.inf - math.inf, 5 // 0.3, 1.5.is_integer(), (2.0).is_integer(), (0.5).as_integer_ratio(), 3.7 % 1, int(3.99), int(-3.99), float(3), 3 == 3.0, 0.1 + 0.2 == 0.3, 1e3, 5e-324 / 2, math.nan == math.nan, 2.0**10, 10**-2, 7 // 1.0, float("nan") != 0

# --- complex
z = 3 + 4j
result = z, abs(z), z.real, z.imag, z.conjugate(), z * 2, z * z, z + 1, -z, z == 3 + 4j, complex(1, 2), 1j**2, z / 2, complex(1, 0), z - 4j, bool(0j), (1 + 0j) == 1

# --- math functions
import math

result = [
    math.sqrt(16), math.ceil(2.1), math.floor(-2.1), math.trunc(-2.7), math.gcd(12, 18), math.gcd(12, 18, 8), math.lcm(4, 6), math.factorial(10), math.comb(10, 3), math.perm(5, 2), math.prod([1, 2, 3, 4]), math.prod([], start=3), math.isqrt(17), math.log2(8), math.log10(1000), math.log(math.e), math.log(8, 2), math.exp(0), math.pow(2, 3), math.hypot(3, 4), math.copysign(1, -0.0), math.fabs(-3), math.fmod(-7, 3), math.modf(3.5), math.isclose(0.1 + 0.2, 0.3), math.isclose(1, 1.1), math.isclose(1, 1.1, rel_tol=0.2), math.isinf(math.inf), math.isnan(math.nan), math.isfinite(1.0), math.fsum([0.1] * 10), math.degrees(math.pi), math.radians(180), math.sin(0), math.cos(0), math.atan2(1, 1), math.tau, math.e, math.dist((0, 0), (3, 4)), math.ldexp(0.5, 3), math.frexp(8), math.remainder(5, 3), math.cbrt(8), math.exp2(3), math.erf(0), math.gamma(5), math.floor(5), math.ceil(7), math.log1p(0), math.expm1(0), math.comb(52, 5), math.isqrt(10**20), math.factorial(25), math.asinh(0), math.acosh(1), math.atanh(0), math.erfc(0),
]

# --- math errors
import math

out = []
for fn in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.factorial(-1), lambda: math.sqrt("a"), lambda: math.ceil(None), lambda: math.exp(1000), lambda: math.gcd(1.5), lambda: math.comb(-1, 2), lambda: int(math.inf), lambda: int(math.nan), lambda: 2.0**10000, lambda: 0**-1, lambda: 0.0**-1, lambda: 1 << -1, lambda: round("a"), lambda: abs("a"), lambda: pow(2, -1, 4)):
    try:
        out.append(fn())
    except Exception as error:
        out.append(f"{type(error).__name__}: {error}")
result = out

# --- min, max, sum, abs, pow, divmod
result = min(3, 1, 2), max([1, 5, 3]), min("b", "a"), max({"a": 1, "b": 0}), max([], default=0), min([], default=None), max([1, 2], key=lambda x: -x), sum(range(5)), sum([0.1] * 3), sum([[1], [2]], []), sum((1, 2), 10), abs(-3), abs(-2.5), pow(2, 10), pow(2, 10, 1000), pow(2, -1), pow(3, -1, 7), divmod(7, 3), max(1, 2.0), max(2, 2.0), min(1.0, 1)

# --- numeric attributes and methods
result = (5).real, (5).imag, (5).numerator, (5).denominator, (5).conjugate(), (2.5).real, (2.5).imag, (6).as_integer_ratio(), (3.0).as_integer_ratio(), int.__add__(2, 3), (2).__mul__(4), (7).__floordiv__(2), (1).__add__("a"), (5).__lt__(6), float.__mul__(2.0, 3.0), (5).__index__(), (-5).__abs__(), (5).__bool__(), True.__and__(False), int.__name__, (3).__class__.__name__

# --- comparisons of unlike numbers
result = 1 == 1.0 == True, 1 < 1.5, 2**53 == 2.0**53, 2**53 + 1 == 2.0**53, 1 != "1", None == 0, "a" == b"a", [1] == (1,), 0.5 == 1 / 2, {1: "a"} == {1.0: "a"}, hash(1) == hash(1.0) == hash(True), {1, 1.0, True}, float("inf") > 10**100, -1 < 0 < 1

# --- statistics-like sums and integer parts
nums = [3, 1, 4, 1, 5, 9, 2, 6]
mean = sum(nums) / len(nums)
var = sum((x - mean) ** 2 for x in nums) / len(nums)
result = mean, var, var**0.5, sorted(nums)[len(nums) // 2], [x // 2 * 2 for x in nums], [*map(lambda x: x / 2, nums[:2])], sum(x * y for x, y in zip(nums, nums[1:])), int(8 * 2 / 3), int(-8 / 3), 8 * 2 // 3, [int(x * 0.25) for x in (10, 11, 12)], [2 ** (i + 3) for i in range(3)]

# --- make_divisible and compound scaling as models do it
import math

def make_divisible(v, divisor=8, min_value=None, round_limit=0.9):
    min_value = min_value or divisor
    new_v = max(min_value, int(v + divisor / 2) // divisor * divisor)
    if new_v < round_limit * v:
        new_v += divisor
    return new_v

dpr = [x / 11 * 0.2 for x in range(12)]
result = [make_divisible(v * w) for v in (16, 24, 40, 80) for w in (0.35, 0.5, 1.0, 1.4)], [math.ceil(d * 1.8) for d in (1, 2, 3)], [round(x, 4) for x in dpr], int(math.log2(64)), 7 ** 2, 2 ** int(math.log(96, 2)), [int(round(w * 1.1 / 8) * 8) for w in (32, 64)], int(math.ceil(100 / 32) * 32)
