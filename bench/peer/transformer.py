"""RecBole's transformer layers (docs/models.md, section 15) on packed sessions: attention among pairs of clicks that see each other."""
import numpy as np
import torch
import torch.nn.functional as F
from torch.autograd import Function

from modules import linear, norm, tree
from segments import Chosen, softmax, softmax_back

DEVIATION = 0.02
EPSILON = 1e-12
PAIRS = 8192                                                   # whose vectors stay in the cache between operations


class Pairs:
    """Who asks whom, head by head: m askers, c clicks that are asked.

    Rows of q [m, d] are H rows of d/H numbers each, rows of kv [c, 2d] 2H such rows, keys first. Pairs are in the order of
    asker, head, click.
    """

    def __init__(self, first_asked, asked, first_asker, askers, place, heads):
        """Of each asker: the first click that it asks, and how many from there; of each click: its first asker, how many from there,
        and how many clicks those ask before it."""
        head = np.arange(heads)
        self.heads, self.size = heads, np.repeat(asked, heads)
        self.first = np.cumsum(self.size) - self.size
        at = np.arange(self.size.sum()) - np.repeat(self.first, self.size)
        click = np.repeat(np.repeat(first_asked, heads), self.size) + at
        asker = np.repeat(np.arange(len(self.size)), self.size)
        key = click * (2 * heads) + asker % heads

        size = np.repeat(askers, heads)                        # again in the order of click, head, asker
        first = np.cumsum(size) - size
        step = np.arange(size.sum()) - np.repeat(first, size)
        row = (np.repeat(first_asker, heads) * heads + np.tile(head, len(askers))).repeat(size) + step * heads
        t = torch.from_numpy
        self.asker, self.key, self.value, self.bags = t(asker), t(key), t(key + heads), t(self.first)
        self.by_click = t(self.first[row] + np.repeat(np.repeat(place, heads), size))
        self.click_asker, self.click_bags = t(row), t(first)

    def __len__(self):
        return len(self.asker)


def causal(b, heads):
    """Each click asks itself and those before."""
    begin, size = np.repeat(b.first, b.size), np.repeat(b.size, b.size)
    return Pairs(begin, b.place + 1, np.arange(len(b.place)), size - b.place, b.place, heads)


def of_last(b, heads):
    """The last click of each session asks itself and those before."""
    one = np.ones_like(b.place)
    return Pairs(b.first, b.size, np.repeat(np.arange(b.sessions), b.size), one, b.place, heads)


class Attention(Function):
    """q [m, d], kv [c, 2d] to softmax(q·k/√(d/H)), of which some is dropped, times v: [m, d]."""

    @staticmethod
    def forward(ctx, q, kv, pairs, mask):
        width = q.shape[1] // pairs.heads
        q, kv = q.reshape(-1, width), kv.reshape(-1, width)
        logit = dots(q, pairs.asker, kv, pairs.key).mul_(width ** -0.5)
        p = softmax(logit.numpy(), pairs.first, pairs.size)
        taken = torch.from_numpy(p) if mask is None else mask * torch.from_numpy(p)
        ctx.rest = q, kv, pairs, mask, p, taken
        return bags(kv, pairs.value, pairs.bags, taken).view(len(q) // pairs.heads, -1)

    @staticmethod
    def backward(ctx, g):
        q, kv, pairs, mask, p, taken = ctx.rest
        width = q.shape[1]
        g = g.reshape(-1, width)
        dp = dots(g, pairs.asker, kv, pairs.value)
        if mask is not None:
            dp *= mask
        d = torch.from_numpy(softmax_back(dp.numpy(), p, pairs.first, pairs.size)).mul_(width ** -0.5)
        dq = bags(kv, pairs.key, pairs.bags, d)
        dk = bags(q, pairs.click_asker, pairs.click_bags, d[pairs.by_click])
        dv = bags(g, pairs.click_asker, pairs.click_bags, taken[pairs.by_click])
        both = torch.cat([x.view(-1, pairs.heads * width) for x in (dk, dv)], 1)
        return dq.view(-1, pairs.heads * width), both, None, None


def dots(x, i, y, j):
    """Dot products of rows i of x and rows j of y, a few at a time."""
    z = x.new_empty(len(i))
    for at in (slice(k, k + PAIRS) for k in range(0, len(i), PAIRS)):
        torch.sum(x.index_select(0, i[at]).mul_(y.index_select(0, j[at])), 1, out=z[at])
    return z


def bags(x, rows, first, weights):
    """Weighted sums of rows of x."""
    return F.embedding_bag(rows, x, first, mode="sum", per_sample_weights=weights)


def layers(count, d, inner):
    """The parameters, by RecBole's names."""
    return tree(layer=torch.nn.ModuleList(tree(
        multi_head_attention=tree(**{name: linear(d, d, DEVIATION) for name in ("query", "key", "value", "dense")}, LayerNorm=norm(d)),
        feed_forward=tree(dense_1=linear(d, inner, DEVIATION), dense_2=linear(inner, d, DEVIATION), LayerNorm=norm(d)))
        for _ in range(count)))


def layer_norm(x, parameters):
    """LN with RecBole's ε."""
    return F.layer_norm(x, x.shape[1:], parameters.weight, parameters.bias, EPSILON)


def added(x, y, mask):
    """x + y, of which some is dropped."""
    return x + y if mask is None else torch.addcmul(x, y, mask)


def layer(x, parameters, pairs, masks, askers=None):
    """One layer; where askers are given, for them alone.

    masks: of attention's weights, of what attention adds, of what the feed-forward part adds.
    """
    a, f = parameters.multi_head_attention, parameters.feed_forward
    own = x if askers is None else Chosen.apply(x, askers)
    kv = F.linear(x, torch.cat([a.key.weight, a.value.weight]), torch.cat([a.key.bias, a.value.bias]))
    taken = Attention.apply(F.linear(own, a.query.weight, a.query.bias), kv, pairs, masks[0])
    y = layer_norm(added(own, F.linear(taken, a.dense.weight, a.dense.bias), masks[1]), a.LayerNorm)
    z = F.linear(F.gelu(F.linear(y, f.dense_1.weight, f.dense_1.bias)), f.dense_2.weight, f.dense_2.bias)
    return layer_norm(added(y, z, masks[2]), f.LayerNorm)


def transform(x, parameters, b, dropout, rates, last):
    """All layers, `b.pairs` theirs; the last of them for the last clicks alone where only those are asked for.

    dropout(shape, rate) gives masks; rates: of what is added, of attention's weights.
    """
    hidden, attention = rates
    for k, one in enumerate(parameters.layer):
        pairs = b.pairs[k]
        askers = b.last if last and k + 1 == len(parameters.layer) else None
        added_to = x.shape if askers is None else (len(askers), x.shape[1])
        x = layer(x, one, pairs, (dropout((len(pairs),), attention), dropout(added_to, hidden), dropout(added_to, hidden)), askers)
    return x


def pairs(b, count, heads, last):
    """Those of each layer."""
    if last:
        end = of_last(b, heads)
        return [causal(b, heads)] * (count - 1) + [end] if count > 1 else [end]
    return [causal(b, heads)] * count
