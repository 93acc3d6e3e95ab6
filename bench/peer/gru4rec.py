"""GRU4Rec with cross-entropy or BPR-max (docs/models.md, section 19): sessions side by side, negatives that all share."""
import itertools
import math
from types import SimpleNamespace

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from adam import TILE
from gru import Gru, Steps
from modules import Dropout, tree, zeros
from segments import Chosen
from sequences import clicks

EPSILON = 1e-24


def glorot(rows, columns, gates=1):
    """A parameter that begins as U(±√(6/(rows of a gate + columns)))."""
    bound = math.sqrt(6 / (rows // gates + columns))
    return nn.Parameter(torch.empty(rows, columns).uniform_(-bound, bound))


class Lanes:
    """Batches of sessions side by side, epoch after epoch, those of `io.sbr.data.batch.SessionLanes`."""

    def __init__(self, examples, lanes, fewest):
        """Examples are numbered from the longest prefix of a session to the shortest, which a lane begins with."""
        last = np.flatnonzero(np.diff(np.append(examples.start, -1)) != 0)      # the shortest prefix of each session
        first = np.append(0, last[:-1] + 1)
        alive = min(lanes, len(last))
        at, end, line = last[:alive].copy(), first[:alive].copy(), alive
        carried = np.full(alive, -1)
        self.steps = []
        while len(at) >= max(1, fewest):
            self.steps.append((at.copy(), carried))
            over = at == end
            carried = np.arange(len(at))
            at = at - 1
            for i in np.flatnonzero(over):
                if line < len(last):
                    at[i], end[i], carried[i], line = last[line], first[line], -1, line + 1
                else:
                    carried[i] = -2
            keep = carried != -2
            at, end, carried = at[keep], end[keep], carried[keep]

    def __iter__(self):
        return itertools.chain.from_iterable(itertools.repeat(self.steps))


class Adagrad:
    """Adagrad with momentum; of a table that was looked up the rows that were, their gradients summed first."""

    def __init__(self, model, rate, momentum, epsilon=1e-6):
        self.model, self.rate, self.momentum, self.epsilon = model, rate, momentum, epsilon
        self.state = {p: (torch.zeros_like(p), torch.zeros_like(p)) for p in model.parameters()}

    def moved(self, g, a, v):
        """Squares, and what is added to the weights."""
        a = a.addcmul_(g, g)
        v.mul_(self.momentum).addcdiv_(g, (a + self.epsilon).sqrt_(), value=-self.rate)
        return v

    @torch.no_grad()
    def step(self):
        """Moves what has a gradient."""
        for p, (index, g) in self.model.looked.items():
            rows, place = torch.unique(index, return_inverse=True)
            g = torch.zeros(len(rows), g.shape[1], dtype=g.dtype).index_add_(0, place, g)
            a, v = self.state[p]
            squares, velocity = a.index_select(0, rows), v.index_select(0, rows)
            p.index_add_(0, rows, self.moved(g, squares, velocity))
            a.index_copy_(0, rows, squares)
            v.index_copy_(0, rows, velocity)
        for p, state in self.state.items():
            if p.grad is not None:                             # all operations on one tile before the next, as Adam's
                for w, g, a, v in zip(*(x.view(-1).split(TILE) for x in (p, p.grad, *state))):
                    w.add_(self.moved(g, a, v))
                p.grad = None


class Gru4Rec(nn.Module):
    """Parameters have the names, shapes and first distributions of `io.sbr.models.sequence.Gru4Rec`."""

    NAME, BATCH, TABLE = "gru4rec", 64, ("Wy.weight", 0)
    SETTINGS = dict(hidden=100, input_dropout=0.0, dropout=0.0, loss="cross-entropy", negatives=2048, sample_alpha=0.5, logq=0.0,
                    elu=0.5, bpreg=1.0, lr=0.05, momentum=0.0)
    FIXED = dict(input="constrained", layers=1, optimizer="adagrad")

    def __init__(self, items, settings):
        super().__init__()
        self.settings, h = settings, settings.hidden
        self.Wy, self.By = tree(weight=glorot(items, h)), tree(weight=zeros(items, 1))
        self.G = nn.ModuleList([tree(weight_ih=glorot(3 * h, h, 3), weight_hh=glorot(3 * h, h, 3), bias_ih=zeros(3 * h),
                                     bias_hh=zeros(3 * h))])
        self.random, self.looked = Dropout(), {}

    def plan(self, examples, size, seed):
        """The order of a training, and what it needs to be known: how often items were clicked."""
        self.lanes = size
        ends = np.append(np.flatnonzero(np.diff(examples.start) != 0), len(examples) - 1)
        firsts = np.append(0, ends[:-1] + 1)                   # longest prefixes, which with their targets are the sessions
        times = np.zeros(len(self.Wy.weight))
        for s in firsts:
            start = examples.start[s]
            np.add.at(times, examples.clicks[start:start + examples.length[s] + 1] - 1, 1)
        powers = np.where(times > 0, np.maximum(times, 1) ** self.settings.sample_alpha, 0)
        kind = torch.get_default_dtype()
        self.up_to = torch.from_numpy(np.cumsum(powers) / powers.sum())
        self.log_times = torch.from_numpy(np.log(np.maximum(times, 1))).to(kind)
        self.state = torch.zeros(1 + size, self.settings.hidden)    # row 0: of a session that begins
        return iter(Lanes(examples, size, 2 if self.settings.negatives == 0 else 1))

    def optimizer(self):
        """Adagrad."""
        return Adagrad(self, self.settings.lr, self.settings.momentum)

    def batch(self, examples, ids, training):
        """A step of all lanes, with what is drawn; or whole sessions."""
        if not training:
            b = clicks(examples, ids)
            b.steps = Steps(b)
            return b
        at, carried = ids
        end = examples.start[at] + examples.length[at]
        t = torch.from_numpy
        drawn = torch.searchsorted(self.up_to, torch.rand(self.settings.negatives, dtype=torch.float64), right=True)
        return SimpleNamespace(
            items=t(examples.clicks[end - 1] - 1), compared=torch.cat([t(examples.clicks[end] - 1), drawn]), rows=t(carried + 1))

    def mask(self, shape, rate):
        """Dropout's mask; None where there is none."""
        return self.random.mask(shape, rate) if self.training else None

    def dropped(self, x, rate):
        """Dropout."""
        mask = self.mask(x.shape, rate)
        return x if mask is None else x * mask

    def loss(self, b):
        """The lanes' losses, divided by the lanes that there are in most batches."""
        s, g, lanes = self.settings, self.G[0], len(b.items)
        index = torch.cat([b.items, b.compared])
        self.rows = self.Wy.weight.detach().index_select(0, index).requires_grad_()
        self.own = self.By.weight.detach().index_select(0, b.compared).requires_grad_()
        self.index = index, b.compared
        x = self.dropped(self.rows[:lanes], s.input_dropout)
        before = self.state.index_select(0, b.rows)
        h = torch.gru_cell(x, before, g.weight_ih, g.weight_hh, g.bias_ih, g.bias_hh)
        h = self.dropped(h, s.dropout)
        self.state[1:1 + lanes] = h.detach()
        scores = torch.addmm(self.own.t(), h, self.rows[lanes:].t())
        return (self.bpr_max(scores) if s.loss == "bpr-max" else self.cross_entropy(scores, b.compared)) / self.lanes

    def cross_entropy(self, r, compared):
        """Of the softmax over what is compared. The first so many columns as there are lanes in most batches count as targets."""
        s = self.settings
        if s.logq > 0:
            log = self.log_times[compared]
            log[self.lanes:] *= s.sample_alpha
            r = r - s.logq * log
        own = torch.log_softmax(r, 1).diagonal()
        return -torch.log(own.exp() + EPSILON).sum()

    def bpr_max(self, r):
        """BPR-max."""
        s = self.settings
        r = F.elu(r, s.elu) if s.elu > 0 else r
        own = r.diagonal()[:, None]
        others = r.clone()
        others.diagonal().fill_(-math.inf)
        share = torch.softmax(others, 1)
        ahead = (torch.sigmoid(own - r) * share).sum(1)
        return (s.bpreg * (r * r * share).sum(1) - torch.log(ahead + EPSILON)).sum()

    def backward(self, loss):
        """Gradients of all parameters, of tables those of the rows that were looked up."""
        loss.backward()
        self.looked = {self.Wy.weight: (self.index[0], self.rows.grad), self.By.weight: (self.index[1], self.own.grad)}

    @torch.no_grad()
    def scores(self, b):
        """One score for each item, [B, N + 1], that of none -inf."""
        g = self.G[0]
        x = self.Wy.weight.index_select(0, b.items - 1)
        gi = F.linear(Chosen.apply(x, b.steps.click), g.weight_ih, g.bias_ih)
        states = Chosen.apply(Gru.apply(gi, g.weight_hh, g.bias_hh, b.steps.begin), b.steps.row)
        z = torch.addmm(self.By.weight.t(), states.index_select(0, b.last), self.Wy.weight.t())
        return torch.cat([z.new_full((len(z), 1), -math.inf), z], 1)
