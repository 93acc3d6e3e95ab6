"""Parameters by the names that ours have, and dropout."""
import math

import numpy as np
import torch
from torch import nn


def tree(**members):
    """A module of these parameters and modules."""
    module = nn.Module()
    for name, member in members.items():
        setattr(module, name, member)
    return module


def normal(*shape, deviation):
    """A parameter that begins as N(0, deviation²)."""
    return nn.Parameter(torch.empty(shape).normal_(0, deviation))


def zeros(*shape):
    """A parameter that begins as zeros."""
    return nn.Parameter(torch.zeros(shape))


def linear(inputs, outputs, deviation, bias=True):
    """The parameters of a linear map, N(0, deviation²) and zeros."""
    weight = normal(outputs, inputs, deviation=deviation)
    return tree(weight=weight, bias=zeros(outputs)) if bias else tree(weight=weight)


def norm(d):
    """The parameters of a layer norm."""
    return tree(weight=nn.Parameter(torch.ones(d)), bias=zeros(d))


class Dropout:
    """Masks from numpy's random numbers, which are faster to have than torch's.

    A number is 8 bits where the rate is a multiple of 1/256, else 16, and the rate rounded to 1/65536.
    """

    def __init__(self, seed=1):
        self.random = np.random.SFC64(seed)

    def kept(self, shape, rate):
        """Which numbers are not dropped, as bool."""
        kind = np.uint8 if 256 * rate == int(256 * rate) else np.uint16
        size, bits = math.prod(shape), np.dtype(kind).itemsize
        numbers = self.random.random_raw(-(-size * bits // 8)).view(kind)[:size].reshape(shape)
        return torch.from_numpy(numbers >= round(rate * 256 ** bits))

    def mask(self, shape, rate):
        """0 where a number is dropped, 1 / (1 - rate) elsewhere; None for a rate of 0."""
        return None if rate == 0 else self.kept(shape, rate).to(torch.get_default_dtype()).mul_(1 / (1 - rate))
