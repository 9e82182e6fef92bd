"""Tests, whose bodies show how a module is called: https://docs.python.org/3/library/unittest.html"""
from contextlib import nullcontext, suppress

from . import mock


class TestCase:
    def __init__(self, methodName="runTest"):
        return None

    def setUp(self):
        return None

    def tearDown(self):
        return None

    @classmethod
    def setUpClass(cls):
        return None

    @classmethod
    def tearDownClass(cls):
        return None

    def assertEqual(self, *args, **kwargs):
        return None

    assertNotEqual = assertEqual
    assertTrue = assertEqual
    assertFalse = assertEqual
    assertIs = assertEqual
    assertIsNot = assertEqual
    assertIsNone = assertEqual
    assertIsNotNone = assertEqual
    assertIn = assertEqual
    assertNotIn = assertEqual
    assertIsInstance = assertEqual
    assertAlmostEqual = assertEqual
    assertGreater = assertEqual
    assertGreaterEqual = assertEqual
    assertLess = assertEqual
    assertLessEqual = assertEqual
    assertListEqual = assertEqual
    assertTupleEqual = assertEqual
    assertDictEqual = assertEqual
    assertSequenceEqual = assertEqual
    assertCountEqual = assertEqual

    def assertRaises(self, expected_exception, *args, **kwargs):
        if not args:
            return suppress(expected_exception)
        with suppress(expected_exception):
            args[0](*args[1:], **kwargs)

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        return self.assertRaises(expected_exception, *args, **kwargs)

    def subTest(self, msg=None, **params):
        return nullcontext()

    def skipTest(self, reason):
        raise SkipTest(reason)

    def fail(self, msg=None):
        raise AssertionError(msg)


class SkipTest(Exception):
    pass


def skip(reason):
    return lambda item: item


def skipIf(condition, reason):
    return lambda item: item


skipUnless = skipIf


def expectedFailure(test_item):
    return test_item


def main(*args, **kwargs):
    return None


def __getattr__(name):
    return _unknown(f"`unittest.{name}` is not followed")
