"""CORE (docs/models.md, section 15): CORE-ave and CORE-trm."""
import torch
import torch.nn.functional as F

from catalogue import UnitItems
from modules import linear, norm, normal, tree
from segments import SegmentSoftmax, SegmentSum, Shared, SharedRows
from sequences import Sequence, equal_shares, seat
from transformer import DEVIATION, layer_norm, layers, pairs, transform


class Core(Sequence):
    """Parameters have the names, shapes and first distributions of `io.sbr.models.sequence.Core`."""

    NAME, BATCH = "core", 2048
    SETTINGS = dict(hidden=100, encoder="transformer", layers=2, heads=2, inner=256, positions=50, hidden_dropout=0.5,
                    attention_dropout=0.5, temperature=0.07, dropout=0.2, item_dropout=0.2)

    def __init__(self, items, settings):
        super().__init__()
        if settings.encoder not in ("average", "transformer"):
            raise SystemExit(f"encoder is average or transformer, not {settings.encoder}")
        if settings.temperature < 1 / 40:
            raise SystemExit(f"temperature {settings.temperature}: below 1/40 the powers of scores leave single precision")
        self.settings, d = settings, settings.hidden
        self.item_embedding = tree(weight=torch.nn.Parameter(torch.empty(items + 1, d).uniform_(-d ** -0.5, d ** -0.5)))
        if settings.encoder == "transformer":
            self.net = tree(
                position_embedding=tree(weight=normal(settings.positions, d, deviation=DEVIATION)), LayerNorm=norm(d),
                trm_encoder=layers(settings.layers, d, settings.inner), fn=linear(d, 1, DEVIATION))

    def batch(self, examples, ids, training):
        b, s = super().batch(examples, ids, training), self.settings
        if s.encoder == "transformer":
            b.seat = Shared(seat(b, s.positions), s.positions)
            b.pairs = pairs(b, s.layers, s.heads, last=False)
        return b

    def candidates(self):
        table, rate = self.item_embedding.weight, self.settings.item_dropout
        return UnitItems(table, self.random.kept(table.shape, rate) if self.training and rate > 0 else None)

    def query(self, b, x):
        x = self.dropped(x, self.settings.dropout)
        s = SegmentSum.apply(x, self.shares(b, x), b.session, b.first)
        return F.normalize(s) / self.settings.temperature

    def shares(self, b, x):
        """The weight of each click, [c]."""
        s = self.settings
        if s.encoder == "average":
            return equal_shares(b)
        n = self.net
        y = layer_norm(x + SharedRows.apply(n.position_embedding.weight, b.seat), n.LayerNorm)
        rates = s.hidden_dropout, s.attention_dropout
        y = transform(self.dropped(y, s.hidden_dropout), n.trm_encoder, b, self.mask, rates, last=False)
        return SegmentSoftmax.apply(F.linear(y, n.fn.weight, n.fn.bias)[:, 0], b.first, b.size)
