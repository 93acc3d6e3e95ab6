"""Operations between the rows of clicks and the rows of sessions, with gradients that autograd would have written more arrays for."""
import numpy as np
import torch
import torch.nn.functional as F
from torch.autograd import Function


def segment_sum(x, weights, first):
    """Rows x [c, d], weighted [c], summed over segments that begin at `first`: [B, d]."""
    return F.embedding_bag(torch.arange(len(x)), x, torch.from_numpy(first), mode="sum", per_sample_weights=weights)


class SegmentSum(Function):
    """The same with a gradient by gathering."""

    @staticmethod
    def forward(ctx, x, weights, segment, first):
        ctx.save_for_backward(x, weights, segment)
        return segment_sum(x, weights, first)

    @staticmethod
    def backward(ctx, g):
        x, weights, segment = ctx.saved_tensors
        g = g.index_select(0, segment)
        dw = (g * x).sum(1) if ctx.needs_input_grad[1] else None
        return g.mul_(weights[:, None]), dw, None, None


class Spread(Function):
    """A row for each segment to each of its members: the reverse of the sum."""

    @staticmethod
    def forward(ctx, x, segment, first):
        ctx.first = first
        return x.index_select(0, segment)

    @staticmethod
    def backward(ctx, g):
        return segment_sum(g, g.new_ones(len(g)), ctx.first), None, None


class SegmentSoftmax(Function):
    """Softmax of x [c] within segments."""

    @staticmethod
    def forward(ctx, x, first, size):
        y = softmax(x.detach().numpy(), first, size)
        ctx.rest = y, first, size
        return torch.from_numpy(y)

    @staticmethod
    def backward(ctx, g):
        return torch.from_numpy(softmax_back(g.numpy(), *ctx.rest)), None, None


def softmax(x, first, size):
    """Softmax of numbers x [c] within segments."""
    y = np.exp(x - np.repeat(np.maximum.reduceat(x, first), size))
    y /= np.repeat(np.add.reduceat(y, first), size)
    return y


def softmax_back(g, y, first, size):
    """The gradient of x, y its softmax and g the gradient of that."""
    dx = y * g
    dx -= y * np.repeat(np.add.reduceat(dx, first), size)
    return dx


class Chosen(Function):
    """Rows of x, each at most once."""

    @staticmethod
    def forward(ctx, x, rows):
        ctx.rows, ctx.shape = rows, x.shape
        return x.index_select(0, rows)

    @staticmethod
    def backward(ctx, g):
        dx = g.new_zeros(ctx.shape)
        dx[ctx.rows] = g
        return dx, None


class Shared:
    """Rows of a small table that clicks share, and which clicks share each: for `SharedRows`."""

    def __init__(self, row, rows):
        self.row = torch.from_numpy(row)
        self.clicks = torch.from_numpy(np.argsort(row.astype(np.uint16), kind="stable"))    # by radix where numbers are that short
        count = np.bincount(row, minlength=rows)
        self.first = torch.from_numpy(np.cumsum(count) - count)


class SharedRows(Function):
    """Those rows of a table, one for each click."""

    @staticmethod
    def forward(ctx, table, shared):
        ctx.shared = shared
        return table.index_select(0, shared.row)

    @staticmethod
    def backward(ctx, g):
        return F.embedding_bag(ctx.shared.clicks, g, ctx.shared.first, mode="sum"), None
