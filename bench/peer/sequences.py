"""What models without a graph share: packed batches, the look-up of their items, the softmax over the table with its padding row."""
import math
from types import SimpleNamespace

import numpy as np
import torch
from torch import nn

from catalogue import Items, LogTotal
from modules import Dropout


def clicks(examples, ids):
    """The examples `ids` as flat arrays: B sessions have c clicks, session after session, in order of time."""
    start, length = examples.start[ids], examples.length[ids]
    end = np.cumsum(length)
    first = end - length
    place = np.arange(end[-1]) - np.repeat(first, length)
    items = examples.clicks[place + np.repeat(start, length)]
    t = torch.from_numpy
    return SimpleNamespace(
        sessions=len(ids), first=first, size=length, place=place, items=t(items), target=t(examples.clicks[start + length]),
        session=t(np.repeat(np.arange(len(ids)), length)), last=t(end - 1))


def seat(b, seats):
    """The place of each click among the latest `seats` of its session, from the left; earlier ones share the first."""
    return np.maximum(b.place - np.repeat(np.maximum(b.size - seats, 0), b.size), 0)


def equal_shares(b):
    """1/l for each click."""
    return torch.from_numpy(np.repeat(1 / b.size, b.size)).to(torch.get_default_dtype())


class Sequence(nn.Module):
    """A model whose scores are products of a session's vector with the item table, its padding row a candidate in training.

    Another class says what it has to be named and set (`NAME`, `BATCH`, `SETTINGS` with defaults, `FIXED` for what is always so
    here), and has `item_embedding.weight` [N + 1, d] and `query(b, x)`, from the clicks' vectors [c, d] to the session's [B, d].
    """

    FIXED = {}

    def __init__(self):
        super().__init__()
        self.space = torch.empty(0)                            # for the scores of a batch, kept from step to step
        self.random = Dropout()

    def batch(self, examples, ids, training):
        """The batch of these examples; in training and otherwise alike."""
        return clicks(examples, ids)

    def mask(self, shape, rate):
        """Dropout's mask; None where there is none."""
        return self.random.mask(shape, rate) if self.training else None

    def dropped(self, x, rate):
        """Dropout."""
        mask = self.mask(x.shape, rate)
        return x if mask is None else x * mask

    def candidates(self):
        """The vectors that sessions' are multiplied with."""
        return Items(self.item_embedding.weight)

    def look_up(self, b):
        """Rows of the table, of clicks and of targets, as a leaf: their gradient is added to the table's in `backward`."""
        self.looked = torch.cat([b.items, b.target])
        self.rows = self.item_embedding.weight.detach().index_select(0, self.looked).requires_grad_(torch.is_grad_enabled())
        return self.rows.split([len(b.items), b.sessions])

    def loss(self, b):
        """Mean cross-entropy of the softmax over all rows of the table, at the targets."""
        x, followed = self.look_up(b)
        query, table, candidates = self.query(b, x), self.item_embedding.weight, self.candidates()
        if len(self.space) < b.sessions * len(table):
            self.space = table.new_empty(b.sessions * len(table))
        own = (query * candidates.followed(followed, b.target)).sum(1)
        return (LogTotal.apply(query, table, candidates, self.space) - own).mean()

    def backward(self, loss):
        """Gradients of all parameters."""
        loss.backward()
        self.item_embedding.weight.grad.index_put_((self.looked,), self.rows.grad, accumulate=True)

    @torch.no_grad()
    def scores(self, b):
        """One score for each item, [B, N + 1], that of the padding row -inf."""
        x, _ = self.look_up(b)
        z = self.query(b, x) @ self.candidates().block(slice(None)).t()
        z[:, 0] = -math.inf
        return z
