"""SASRec (docs/models.md, section 18) with the cross-entropy of a softmax over the catalogue."""
from modules import norm, normal, tree
from segments import Shared, SharedRows
from sequences import Sequence, seat
from transformer import DEVIATION, layer_norm, layers, pairs, transform


class Sasrec(Sequence):
    """Parameters have the names, shapes and first distributions of `io.sbr.models.sequence.Sasrec`.

    Only the last click's vector is asked for, so of the last layer only keys and values are made of all clicks.
    """

    NAME, BATCH = "sasrec", 2048
    SETTINGS = dict(hidden=64, layers=2, heads=2, inner=256, positions=50, hidden_dropout=0.5, attention_dropout=0.5)
    FIXED = dict(loss="cross-entropy", batch_of="prefixes")

    def __init__(self, items, settings):
        super().__init__()
        self.settings, d = settings, settings.hidden
        self.item_embedding = tree(weight=normal(items + 1, d, deviation=DEVIATION))
        self.position_embedding = tree(weight=normal(settings.positions, d, deviation=DEVIATION))
        self.LayerNorm = norm(d)
        self.trm_encoder = layers(settings.layers, d, settings.inner)

    def batch(self, examples, ids, training):
        b, s = super().batch(examples, ids, training), self.settings
        b.seat = Shared(seat(b, s.positions), s.positions)
        b.pairs = pairs(b, s.layers, s.heads, last=True)
        return b

    def query(self, b, x):
        s = self.settings
        x = layer_norm(x + SharedRows.apply(self.position_embedding.weight, b.seat), self.LayerNorm)
        rates = s.hidden_dropout, s.attention_dropout
        return transform(self.dropped(x, s.hidden_dropout), self.trm_encoder, b, self.mask, rates, last=True)
