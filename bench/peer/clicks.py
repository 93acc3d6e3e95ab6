"""Sessions of a data folder, the examples they stand for, and batches of them: packed, built by numpy without a loop."""
import gzip
import itertools
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import torch

COUNTS = 4                                   # rows for items clicked once, twice, three times, more often
LENGTHS = np.array([2, 3, 5, 10])            # where the classes 2, 3-4, 5-9 and 10 or more clicks begin


class Examples:
    """(prefix, next click) pairs of sessions, the longest prefix of a session first; a prefix is a place in one array of clicks."""

    def __init__(self, clicks, sizes):
        """clicks of all sessions, one after another, and how many each has."""
        inputs = np.maximum(sizes - 1, 0)
        begin = np.cumsum(inputs) - inputs                     # a session's first example
        self.clicks = clicks
        self.start = np.repeat(np.cumsum(sizes) - sizes, inputs)
        self.length = np.repeat(sizes, inputs) - 1 - (np.arange(inputs.sum()) - np.repeat(begin, inputs))

    def __len__(self):
        return len(self.length)


def load(folder):
    """Training examples, test examples, and the number of items: those of both parts, numbered from 1 in ascending order."""
    sizes, clicks = [], []
    for name in ("train.txt.gz", "test.txt.gz"):
        path = Path(folder) / name
        if not path.exists():
            raise SystemExit(f"no {name} in {folder}")
        lines = gzip.open(path, "rt").read().splitlines()
        sizes.append(np.array([line.count(" ") + 1 for line in lines]))
        clicks.append(np.array(" ".join(lines).split(), dtype=np.int64))
    ids, numbers = np.unique(np.concatenate(clicks), return_inverse=True)
    train, test = np.split(numbers + 1, [len(clicks[0])])
    return Examples(train, sizes[0]), Examples(test, sizes[1]), len(ids)


def plan(count, size, seed):
    """Batches of examples, epoch after epoch, those of `io.sbr.data.batch.BatchPlan`: shuffled from the end by MT19937."""
    for epoch in itertools.count():
        random = np.random.RandomState([seed & 0xFFFFFFFF, seed >> 32, epoch])
        order = list(range(count))
        bits = iter(())
        for i in range(count - 1, 0, -1):
            n = i + 1
            while True:
                b = next(bits, None)
                if b is None:
                    bits = iter((random.randint(0, 2 ** 32, 1 << 16, np.uint32) >> 1).tolist())
                    continue
                if n & -n == n:                                # a power of two takes the upper bits
                    j = n * b >> 31
                    break
                j = b % n
                if b - j + i < 2 ** 31:                        # else the last, incomplete round of n: drawn again
                    break
            order[i], order[j] = order[j], order[i]
        order = np.array(order)
        yield from (order[k:k + size] for k in range(0, count, size))


def batch(examples, ids, ages, training):
    """The examples `ids` as flat arrays. B sessions have c clicks on n nodes, a node being an item of a session.

    In training, with the target known, only sessions that click an item again need a softmax over their own items, and only the
    others one over the catalogue. Otherwise every session needs both.
    """
    start, length = examples.start[ids], examples.length[ids]
    B, end = len(ids), np.cumsum(length)
    session, place = np.repeat(np.arange(B), length), np.arange(end[-1])
    items = examples.clicks[place + np.repeat(start - (end - length), length)]
    age = np.minimum(np.repeat(end - 1, length) - place, ages - 1)
    nodes, node, clicked = np.unique(session << 32 | items, return_inverse=True, return_counts=True)
    owner, item, count = nodes >> 32, nodes & 0xFFFFFFFF, np.minimum(clicked, COUNTS) - 1
    node_age = np.empty_like(owner)
    node_age[node] = age                                       # the latest click has the last word

    target = examples.clicks[start + length]
    wanted = np.arange(B) << 32 | target
    at = np.minimum(np.searchsorted(nodes, wanted), len(nodes) - 1)
    again = nodes[at] == wanted
    own = again[owner] if training else np.ones(len(nodes), bool)
    other = ~again if training else np.ones(B, bool)
    seen = other[owner]
    sizes = np.bincount(owner[own], minlength=B)
    sizes = sizes[sizes > 0]

    t = torch.from_numpy
    return SimpleNamespace(
        sessions=B, target=t(target), sign=t(np.where(again, 1.0, -1.0)).to(torch.get_default_dtype()),
        items=t(items), session=t(session), first=end - length, size=length, last=t(end - 1),
        place=t(age * COUNTS + count[node]), length=t(np.searchsorted(LENGTHS, length, side="right")),
        own_item=t(item[own]), own_session=t(owner[own]), own_first=np.cumsum(sizes) - sizes, own_size=sizes,
        own_age=t(node_age[own]), own_count=t(count[own]), own_target=t((np.cumsum(own) - 1)[at[again]]),
        other=t(np.flatnonzero(other)), other_target=t(target[other]),
        seen_row=t((np.cumsum(other) - 1)[owner[seen]]), seen_item=t(item[seen]))
