"""https://docs.python.org/3/library/statistics.html"""
import math


def mean(data):
    items = list(data)
    return sum(items) / len(items)


fmean = mean


def median(data):
    ordered = sorted(data)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def pvariance(data):
    items = list(data)
    middle = mean(items)
    return sum((item - middle) ** 2 for item in items) / len(items)


def variance(data):
    items = list(data)
    return pvariance(items) * len(items) / (len(items) - 1)


def pstdev(data):
    return math.sqrt(pvariance(data))


def stdev(data):
    return math.sqrt(variance(data))
