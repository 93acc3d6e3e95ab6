"""NARM (docs/models.md, section 17)."""
import torch
import torch.nn.functional as F
from torch import nn

from gru import Gru, Steps
from modules import linear, normal, tree
from segments import Chosen, SegmentSum, Spread
from sequences import Sequence


def glorot(inputs, outputs):
    """A linear map without bias, N(0, 2/(inputs + outputs))."""
    return linear(inputs, outputs, (2 / (inputs + outputs)) ** 0.5, bias=False)


class Narm(Sequence):
    """Parameters have the names, shapes and first distributions of `io.sbr.models.sequence.Narm`."""

    NAME, BATCH = "narm", 512
    SETTINGS = dict(hidden=100, embedding=50, biases="off", dropout=0.25, context_dropout=0.5)

    def __init__(self, items, settings):
        super().__init__()
        self.settings, d, h = settings, settings.embedding, settings.hidden
        self.item_embedding = tree(weight=normal(items + 1, d, deviation=(2 / (items + 1 + d)) ** 0.5))
        torchs = lambda *shape: nn.Parameter(torch.empty(shape).uniform_(-h ** -0.5, h ** -0.5))
        biases = dict(bias_ih_l0=torchs(3 * h), bias_hh_l0=torchs(3 * h)) if settings.biases == "on" else {}
        self.gru = tree(weight_ih_l0=torchs(3 * h, d), weight_hh_l0=torchs(3 * h, h), **biases)
        self.a_1, self.a_2, self.v_t, self.b = glorot(h, h), glorot(h, h), glorot(h, 1), glorot(2 * h, d)

    def batch(self, examples, ids, training):
        b = super().batch(examples, ids, training)
        b.steps = Steps(b)
        return b

    def query(self, b, x):
        h = self.states(b, x)
        last = Chosen.apply(h, b.last)
        asked = Spread.apply(F.linear(last, self.a_2.weight), b.session, b.first)
        alpha = (F.linear(h, self.a_1.weight) + asked).sigmoid() @ self.v_t.weight[0]
        context = torch.cat([SegmentSum.apply(h, alpha, b.session, b.first), last], 1)
        return F.linear(self.dropped(context, self.settings.context_dropout), self.b.weight)

    def states(self, b, x):
        """The state after each click, session after session, [c, h]: one product for the inputs of all steps."""
        g = self.gru
        x = self.dropped(Chosen.apply(x, b.steps.click), self.settings.dropout)
        gi = F.linear(x, g.weight_ih_l0, getattr(g, "bias_ih_l0", None))
        states = Gru.apply(gi, g.weight_hh_l0, getattr(g, "bias_hh_l0", None), b.steps.begin)
        return Chosen.apply(states, b.steps.row)
