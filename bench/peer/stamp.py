"""STAMP (docs/models.md, section 16) without padding."""
import torch
import torch.nn.functional as F

from modules import linear, normal, tree, zeros
from segments import Chosen, SegmentSum, Spread
from sequences import Sequence, equal_shares

TABLE, WEIGHTS = 0.002, 0.05                                   # deviations of initial weights


class Stamp(Sequence):
    """Parameters have the names, shapes and first distributions of `io.sbr.models.sequence.Stamp`."""

    NAME, BATCH = "stamp", 512
    SETTINGS = dict(hidden=100, biases="on", max_norm=0.0)
    FIXED = dict(pad="masked")

    def __init__(self, items, settings):
        super().__init__()
        self.settings, d, biases = settings, settings.hidden, settings.biases == "on"
        self.item_embedding = tree(weight=normal(items + 1, d, deviation=TABLE))
        for name in ("w1", "w2", "w3"):
            setattr(self, name, linear(d, d, WEIGHTS, bias=False))
        self.w0 = linear(d, 1, WEIGHTS, bias=False)
        self.b_a = zeros(d) if biases else None
        self.mlp_a, self.mlp_b = linear(d, d, WEIGHTS, biases), linear(d, d, WEIGHTS, biases)

    def query(self, b, x):
        most = self.settings.max_norm
        if most > 0:
            x = x * (most / torch.linalg.vector_norm(x, dim=1, keepdim=True).clamp_min(most))
        last = Chosen.apply(x, b.last)
        mean = SegmentSum.apply(x, equal_shares(b), b.session, b.first)
        asked = F.linear(torch.cat([last, mean], 1), torch.cat([self.w2.weight, self.w3.weight], 1), self.b_a)
        inner = (F.linear(x, self.w1.weight) + Spread.apply(asked, b.session, b.first)).sigmoid()
        memory = SegmentSum.apply(x, inner @ self.w0.weight[0], b.session, b.first) + mean
        return self.through(self.mlp_a, memory) * self.through(self.mlp_b, last)

    @staticmethod
    def through(mlp, x):
        """tanh of a linear map."""
        return F.linear(x, mlp.weight, getattr(mlp, "bias", None)).tanh()
