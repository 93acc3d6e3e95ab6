"""ReMix (docs/models.md, section 14) for PyTorch on a processor: packed, and no array over the catalogue written twice."""
import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.autograd import Function

from clicks import COUNTS, LENGTHS, batch
from modules import tree
from segments import SegmentSoftmax, SegmentSum, Spread

GATE = 32                                                      # width of the gate
ROWS = 2048                                                    # of the item table that stay in the cache between operations


def unit_rows(table):
    """The rows scaled to length 1, and what they were scaled with."""
    scale = torch.linalg.vector_norm(table, dim=1, keepdim=True).clamp_min_(1e-12).reciprocal_()
    return table * scale, scale


def catalogue(query, unit, seen_row, seen_item, out=None):
    """Scores of the items, those of the padding row and of what a session holds -inf."""
    z = torch.mm(query, unit.t(), out=out)
    z[:, 0] = -math.inf
    z[seen_row, seen_item] = -math.inf
    return z


class Explored(Function):
    """Sum of -log softmax over what a session does not hold, at its target.

    One exp for each score; scores, their powers and their gradient are one after another in the same memory, `space`. Scores are
    within 1/temperature of 0, so that no maximum has to be taken from them first; what the powers are to be divided by is taken
    to the vectors that they are multiplied with. The gradient of an item is orthogonal to it: with G that of its direction,
    (G - e (e.G)) / length, a few rows at a time.
    """

    @staticmethod
    def forward(ctx, query, table, seen_row, seen_item, target, space):
        unit, scale = unit_rows(table)
        power = catalogue(query, unit, seen_row, seen_item, space[:len(query)]).exp_()
        total, row = power.sum(1), torch.arange(len(power))
        loss = (total / power[row, target]).log().sum()
        power[row, target] -= total
        ctx.save_for_backward(query, unit, scale, power, total)    # given back after the backward pass
        return loss

    @staticmethod
    def backward(ctx, g):
        query, unit, scale, power, total = ctx.saved_tensors
        share = (g / total)[:, None]
        d_query = torch.mm(power, unit).mul_(share)
        d_table = torch.mm(power.t(), query * share)
        for G, e, s in zip(d_table.split(ROWS), unit.split(ROWS), scale.split(ROWS)):
            along = (G * e).sum(1, keepdim=True)
            G.addcmul_(e, along, value=-1).mul_(s)
        return d_query, d_table, None, None, None, None


class Remix(nn.Module):
    """Parameters have the names, shapes and first distributions of `io.sbr.models.sequence.Remix`."""

    NAME, BATCH = "remix", 512
    SETTINGS = dict(hidden=128, ages=20, temperature=0.07, dropout=0.2, gate_dropout=0.5, soften=1.0)
    FIXED = dict(attend="learned", follow="on", repeat="on", normalize="on", item_dropout=0.0)

    def __init__(self, items, settings):
        super().__init__()
        if settings.temperature < 1 / 60:
            raise SystemExit(f"temperature {settings.temperature}: below 1/60 the powers of scores leave single precision")
        self.settings, d, ages = settings, settings.hidden, settings.ages
        self.item_embedding = tree(weight=nn.Parameter(torch.empty(items + 1, d).uniform_(-d ** -0.5, d ** -0.5)))
        normal = lambda *shape: nn.Parameter(torch.empty(shape).normal_(0, 0.02))
        zeros = lambda *shape: nn.Parameter(torch.zeros(shape))
        linear = lambda: tree(weight=nn.Parameter(torch.empty(d, d).uniform_(-d ** -0.5, d ** -0.5)))
        self.attention = tree(age=normal(ages, d), count=normal(COUNTS, d), key=linear(), last=linear(), mean=linear(), v=normal(1, d))
        self.follow = tree(weight=zeros(d, d))
        self.repeat = tree(one=nn.Linear(2 * d, GATE), length=zeros(len(LENGTHS) + 1, GATE), two=nn.Linear(GATE, 1),
                           age=zeros(ages, 1), count=zeros(COUNTS, 1))
        self.space = torch.empty(0)                            # for the scores of a batch, kept from step to step
        self.random = np.random.default_rng(1)                 # numpy's is faster than torch's

    def batch(self, examples, ids, training):
        """The batch of these examples; in training with what the targets make unnecessary left out."""
        return batch(examples, ids, self.settings.ages, training)

    def dropped(self, x, rate):
        """Dropout, its rate in steps of 1/65536."""
        if not self.training:
            return x
        rate = round(65536 * rate)
        kept = self.random.integers(0, 65536, x.shape, np.uint16) >= rate
        return x * torch.from_numpy(kept).to(x.dtype).mul_(65536 / (65536 - rate))

    def look_up(self, b):
        """Rows of the table, of clicks and of own items, as a leaf: their gradient is added to the table's in `backward`."""
        self.looked = torch.cat([b.items, b.own_item])
        self.rows = self.item_embedding.weight.detach().index_select(0, self.looked).requires_grad_(torch.is_grad_enabled())
        return self.rows.split([len(b.items), len(b.own_item)])

    def session(self, b):
        """-> query [B, d], logit of the gate [B], softmax over own items [n]."""
        a, r = self.attention, self.repeat
        x, own = self.look_up(b)
        x = self.dropped(x, self.settings.dropout)
        last = x.index_select(0, b.last)
        mean = SegmentSum.apply(x, torch.from_numpy(np.repeat(1 / b.size, b.size)).to(x.dtype), b.session, b.first)
        places = (a.age[:, None] + a.count).flatten(0, 1)      # every age with every count
        key = F.linear(x + places.index_select(0, b.place), a.key.weight)
        asked = F.linear(last, a.last.weight) + F.linear(mean, a.mean.weight)
        e = (key + Spread.apply(asked, b.session, b.first)).tanh() @ a.v[0]
        s = SegmentSum.apply(x, SegmentSoftmax.apply(e, b.first, b.size), b.session, b.first)
        s = s + F.linear(last, self.follow.weight)
        query = F.normalize(s) / self.settings.temperature
        inner = r.one(torch.cat([s, last], 1)) + r.length.index_select(0, b.length)
        return query, r.two(self.dropped(inner.relu(), self.settings.gate_dropout))[:, 0], self.within(b, query, own)

    def within(self, b, query, own):
        """The softmax over each session's own items."""
        if len(own) == 0:
            return own.new_zeros(0)
        z = (query.index_select(0, b.own_session) * F.normalize(own)).sum(1)
        z = z + self.repeat.age[b.own_age, 0] + self.repeat.count[b.own_count, 0]
        return SegmentSoftmax.apply(z, b.own_first, b.own_size)

    def loss(self, b):
        """Mean -log p of the targets of a training batch."""
        query, again, within = self.session(b)
        loss = F.softplus(-b.sign * again).sum() - within[b.own_target].log().sum()
        if len(b.other) > 0:
            table = self.item_embedding.weight
            if len(self.space) < len(b.other):
                self.space = table.new_empty(b.sessions, len(table))
            loss = loss + Explored.apply(query[b.other], table, b.seen_row, b.seen_item, b.other_target, self.space)
        return loss / b.sessions

    def backward(self, loss):
        """Gradients of all parameters."""
        loss.backward()
        table = self.item_embedding.weight
        if table.grad is None:                                 # nobody explored
            table.grad = torch.zeros_like(table)
        table.grad.index_add_(0, self.looked, self.rows.grad)

    @torch.no_grad()
    def scores(self, b):
        """One score for each item, [B, items + 1], whose softmax is p; b not of training."""
        query, again, within = self.session(b)
        z = catalogue(query, unit_rows(self.item_embedding.weight)[0], b.seen_row, b.seen_item).div_(self.settings.soften)
        level = again + torch.logsumexp(z, 1)
        z[b.seen_row, b.seen_item] = within.log() + level[b.own_session]
        return z
