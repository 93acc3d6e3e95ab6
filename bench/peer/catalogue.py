"""The softmax over the item table, block by block of items, so that scores are made into their powers while they are in the cache."""
import torch
import torch.nn.functional as F
from torch.autograd import Function

SCORES = 1 << 19                                               # of some items for all sessions that are worked on at a time
SAFE = 60                                                      # scores within this of 0 have powers whose sums stay in single precision


class Items:
    """The item vectors as they are."""

    def __init__(self, table):
        self.table = table.detach()

    def block(self, at):
        """The vectors of these items."""
        return self.table[at]

    def back(self, at, g):
        """Their gradient g made that of the table's rows."""

    def followed(self, rows, target):
        """The vectors of the targets from their rows of the table."""
        return rows

    def longest(self):
        """No vector is longer."""
        return torch.linalg.vector_norm(self.table, dim=1).max()


class UnitItems:
    """The item vectors scaled to length 1, before that some of their numbers dropped.

    Dropout's factor would scale what is scaled to 1 anyway. The gradient of a vector is orthogonal to it: with G that of its
    direction e, (G - e (e.G)) / length, and nothing where a number was dropped.
    """

    def __init__(self, table, kept=None):
        """kept: what is not dropped, [N + 1, d] bool, or None."""
        self.table, self.unit = table.detach(), torch.empty_like(table)
        self.scale, self.kept = table.new_empty(len(table), 1), kept

    def block(self, at):
        e, scale = self.unit[at], self.scale[at]
        torch.mul(self.table[at], self.mask(at), out=e)
        torch.linalg.vector_norm(e, dim=1, keepdim=True, out=scale).clamp_min_(1e-12).reciprocal_()
        return e.mul_(scale)

    def back(self, at, g):
        e = self.unit[at]
        g.addcmul_(e, (g * e).sum(1, keepdim=True), value=-1).mul_(self.scale[at]).mul_(self.mask(at))

    def mask(self, at):
        """1 where a number is kept."""
        return 1 if self.kept is None else self.kept[at].to(self.table.dtype)

    def followed(self, rows, target):
        return F.normalize(rows * self.mask(target))

    def longest(self):
        return 1


class LogTotal(Function):
    """log Σ_i exp(query · e_i) over all rows of the table, [B].

    One exp for each score. Of a block of items scores, powers, their sums, and what the powers make of the items are all had
    before the next block; the powers are kept for the gradient of the items, divided by nothing: what they are to be divided by
    is taken to the queries. No maximum is taken from scores that are small for sure.
    """

    @staticmethod
    def forward(ctx, query, table, items, space):
        largest = torch.linalg.vector_norm(query, dim=1).max() * items.longest()
        shift = None if largest < SAFE else highest(query, items, len(table), space)
        total, mixed = query.new_zeros(len(query)), torch.zeros_like(query)
        for at, power in blocks(len(query), len(table), space):
            e = items.block(at)
            torch.mm(query, e.t(), out=power)
            if shift is not None:
                power -= shift[:, None]
            total += power.exp_().sum(1)
            mixed.addmm_(power, e)
        ctx.rest = query.detach(), items, space, total, mixed
        return total.log() if shift is None else total.log() + shift

    @staticmethod
    def backward(ctx, g):
        query, items, space, total, mixed = ctx.rest
        share = (g / total)[:, None]
        d_table, shared = torch.empty_like(items.table), query * share
        for at, power in blocks(len(query), len(d_table), space):
            rows = d_table[at]
            torch.mm(power.t(), shared, out=rows)
            items.back(at, rows)
        return mixed * share, d_table, None, None


def blocks(sessions, rows, space):
    """Each block of the table's rows with its part of the space, [B, block]."""
    size = max(16, SCORES // sessions)
    for begin in range(0, rows, size):
        at = slice(begin, min(begin + size, rows))
        yield at, space[begin * sessions:at.stop * sessions].view(sessions, at.stop - begin)


def highest(query, items, rows, space):
    """The highest score of each session."""
    parts = [torch.mm(query, items.block(at).t(), out=z).amax(1) for at, z in blocks(len(query), rows, space)]
    return torch.stack(parts).amax(0)
