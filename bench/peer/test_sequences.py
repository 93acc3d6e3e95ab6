"""SASRec, CORE, STAMP and NARM in PyTorch beside their equations, session by session in double precision; gradients by autograd."""
import itertools
import math
import unittest

import numpy as np
import torch

import catalogue
import settings
import transformer
from catalogue import Items, LogTotal
from clicks import Examples, plan
from core import Core
from modules import Dropout
from narm import Narm
from sasrec import Sasrec
from stamp import Stamp

ITEMS = 45
catalogue.SCORES, transformer.PAIRS = 0, 8                     # so that items and pairs are worked on in several turns
SMALL = dict(hidden=6, layers=2, heads=2, inner=5, positions=4)
CASES = [
    (Sasrec, SMALL), (Sasrec, dict(SMALL, layers=1, heads=3)),
    (Core, dict(SMALL, encoder="transformer", temperature=0.3)), (Core, dict(hidden=6, encoder="average", temperature=0.3)),
    (Stamp, dict(hidden=6)), (Stamp, dict(hidden=6, biases="off", max_norm=0.9)),
    (Narm, dict(hidden=6, embedding=5)), (Narm, dict(hidden=6, embedding=5, biases="on"))]


class Recorded(Dropout):
    """Keeps the masks, one after another."""

    def __init__(self):
        super().__init__()
        self.masks = []

    def mask(self, shape, rate):
        self.masks.append(super().mask(shape, rate))
        return self.masks[-1]

    def kept(self, shape, rate):
        kept = super().kept(shape, rate)
        if len(shape) == 2 and shape[0] == ITEMS + 1:          # of the table; others are asked for by `mask`
            self.masks.append(kept)
        return kept


def ones():
    """Rows of a mask where nothing is dropped."""
    return itertools.repeat(1.0)


def normed(x, w, name):
    """Layer norm of one vector."""
    return (x - x.mean()) / torch.sqrt(((x - x.mean()) ** 2).mean() + 1e-12) * w[name + ".weight"] + w[name + ".bias"]


def mapped(x, w, name):
    """A linear map of one vector."""
    return w[name + ".weight"] @ x + w.get(name + ".bias", 0)


def plain_layers(w, prefix, xs, s, masks, last):
    """Sessions' vectors xs after all layers; masks: of each layer, attention's, what it adds, what the rest adds."""
    for k in range(s.layers):
        a, f = f"{prefix}layer.{k}.multi_head_attention.", f"{prefix}layer.{k}.feed_forward."
        weight, one, two = (next(masks) for _ in range(3))
        width, out = s.hidden // s.heads, []
        for x in xs:
            rows = []
            for t in range(len(x)):
                if last and k + 1 == s.layers and t + 1 < len(x):
                    continue                                   # nobody asks for it
                heads = []
                for h in range(s.heads):
                    part = slice(h * width, (h + 1) * width)
                    q = mapped(x[t], w, a + "query")[part]
                    p = torch.stack([q @ mapped(y, w, a + "key")[part] for y in x[:t + 1]]) / math.sqrt(width)
                    p = torch.softmax(p, 0)
                    heads.append(sum(p[j] * next(weight) * mapped(x[j], w, a + "value")[part] for j in range(t + 1)))
                y = normed(x[t] + next(one) * mapped(torch.cat(heads), w, a + "dense"), w, a + "LayerNorm")
                inner = mapped(y, w, f + "dense_1")
                inner = inner * (1 + torch.erf(inner / math.sqrt(2))) / 2
                rows.append(normed(y + next(two) * mapped(inner, w, f + "dense_2"), w, f + "LayerNorm"))
            out.append(torch.stack(rows))
        xs = out
    return xs


def placed(w, prefix, x, s, mask):
    """What the transformer is given of a session."""
    seats = [max(0, t - max(0, len(x) - s.positions)) for t in range(len(x))]
    return torch.stack([next(mask) * normed(x[t] + w[prefix + "position_embedding.weight"][seats[t]], w, prefix + "LayerNorm")
                        for t in range(len(x))])


def plain_sasrec(w, xs, s, masks):
    """-> query of each session."""
    mask = next(masks)
    return [y[-1] for y in plain_layers(w, "trm_encoder.", [placed(w, "", x, s, mask) for x in xs], s, masks, True)]


def plain_core(w, xs, s, masks):
    mask = next(masks)
    xs = [torch.stack([next(mask) * v for v in x]) for x in xs]
    if s.encoder == "average":
        shares = [torch.full((len(x),), 1 / len(x)) for x in xs]
    else:
        mask = next(masks)
        ys = plain_layers(w, "net.trm_encoder.", [placed(w, "net.", x, s, mask) for x in xs], s, masks, False)
        shares = [torch.softmax(torch.stack([mapped(v, w, "net.fn")[0] for v in y]), 0) for y in ys]
    sums = [a @ x for a, x in zip(shares, xs)]
    return [v / v.norm() / s.temperature for v in sums]


def plain_stamp(w, xs, s, masks):
    queries = []
    for x in xs:
        if s.max_norm > 0:
            x = torch.stack([v if v.norm() <= s.max_norm else v / v.norm() * s.max_norm for v in x])
        mean = x.mean(0)
        asked = mapped(x[-1], w, "w2") + mapped(mean, w, "w3") + w.get("b_a", 0)
        alpha = [mapped(torch.sigmoid(mapped(v, w, "w1") + asked), w, "w0")[0] for v in x]
        memory = sum(a * v for a, v in zip(alpha, x)) + mean
        queries.append(torch.tanh(mapped(memory, w, "mlp_a")) * torch.tanh(mapped(x[-1], w, "mlp_b")))
    return queries


def plain_narm(w, xs, s, masks):
    mask, context = next(masks), next(masks)
    longest = sorted(range(len(xs)), key=lambda b: -len(xs[b]))
    of = {(b, t): next(mask) for t in range(max(map(len, xs))) for b in longest if t < len(xs[b])}    # step after step
    queries = []
    for b, x in enumerate(xs):
        h, states = torch.zeros(s.hidden), []
        for t, v in enumerate(x):
            gi = w["gru.weight_ih_l0"] @ (of[b, t] * v) + w.get("gru.bias_ih_l0", torch.zeros(3 * s.hidden))
            gh = w["gru.weight_hh_l0"] @ h + w.get("gru.bias_hh_l0", torch.zeros(3 * s.hidden))
            (ir, iz, ic), (hr, hz, hc) = gi.split(s.hidden), gh.split(s.hidden)
            z = torch.sigmoid(iz + hz)
            h = (1 - z) * torch.tanh(ic + torch.sigmoid(ir + hr) * hc) + z * h
            states.append(h)
        alpha = [mapped(torch.sigmoid(mapped(v, w, "a_1") + mapped(h, w, "a_2")), w, "v_t")[0] for v in states]
        both = torch.cat([sum(a * v for a, v in zip(alpha, states)), h])
        queries.append(mapped(next(context) * both, w, "b"))
    return queries


PLAIN = {Sasrec: plain_sasrec, Core: plain_core, Stamp: plain_stamp, Narm: plain_narm}


class SequencesTest(unittest.TestCase):
    """Every parameter is random, those that begin with zeros too."""

    def setUp(self):
        torch.set_default_dtype(torch.float64)
        torch.manual_seed(3)

    def tearDown(self):
        torch.set_default_dtype(torch.float32)

    def examples(self):
        """Examples of made-up sessions, some longer than there are positions, in any order."""
        rng = np.random.default_rng(5)
        sizes = np.array([2, 2, 9, 7, 3, 5, 1, 4])
        examples = Examples(rng.choice(np.arange(1, ITEMS + 1), sizes.sum()), sizes)
        examples.clicks[3:6] = 8                               # one item several times
        return examples, rng.permutation(len(examples))

    def plain(self, model, examples, ids):
        """Scores over the whole table, padding first, with the parameters' own graph and the masks that the model had."""
        w, s = dict(model.named_parameters()), model.settings
        E = w["item_embedding.weight"]
        xs = [E[examples.clicks[i:i + l]] for i, l in zip(examples.start[ids], examples.length[ids])]
        kept = iter(model.random.masks if model.training else [])
        rows = (ones() if m is None else iter(m) for m in itertools.chain(kept, itertools.repeat(None)))
        queries = torch.stack(PLAIN[type(model)](w, xs, s, rows))
        if type(model) is Core:
            E = E * torch.stack(list(itertools.islice(next(rows), len(E)))) if model.training else E
            E = E / E.norm(dim=1, keepdim=True)
        return queries @ E.t()

    def close(self, name, value, expected, tolerance):
        error = (value.double() - expected.double()).abs().max() / expected.abs().max().clamp_min(1e-3)
        self.assertLess(error.item(), tolerance, name)

    def model(self, kind, given):
        model = kind(ITEMS, settings.of(kind, given, "test"))
        for p in model.parameters():
            torch.nn.init.uniform_(p, -0.8, 0.8)
        return model

    def test_loss_and_every_gradient(self):
        for (kind, given), training in itertools.product(CASES, (False, True)):
            with self.subTest(kind.NAME, **given, dropout=training):
                (examples, ids), model = self.examples(), self.model(kind, given).train(training)
                target = torch.from_numpy(examples.clicks[examples.start[ids] + examples.length[ids]])
                for dtype, exact in ((torch.float64, 1e-10), (torch.float32, 5e-4)):
                    torch.set_default_dtype(dtype)
                    mine = kind(ITEMS, model.settings).train(training)
                    mine.load_state_dict(model.state_dict())
                    for _ in range(2):                         # the second time in memory that was used
                        mine.random = model.random = Recorded()
                        mine.zero_grad(set_to_none=True)
                        loss = mine.loss(mine.batch(examples, ids, training=True))
                        mine.backward(loss)
                    torch.set_default_dtype(torch.float64)
                    expected = torch.nn.functional.cross_entropy(self.plain(model, examples, ids), target)
                    gradients = torch.autograd.grad(expected, list(model.parameters()))
                    self.close("loss", loss.detach(), expected.detach(), exact)
                    for (name, p), g in zip(mine.named_parameters(), gradients):
                        self.close(name, p.grad, g, exact)

    def test_scores(self):
        for kind, given in CASES:
            with self.subTest(kind.NAME, **given):
                (examples, ids), model = self.examples(), self.model(kind, given).eval()
                scores = model.scores(model.batch(examples, ids, training=False))
                self.close("scores", scores[:, 1:], self.plain(model, examples, ids)[:, 1:].detach(), 1e-10)
                self.assertTrue((scores[:, 0] == -math.inf).all())

    def test_the_sum_of_powers_that_single_precision_does_not_hold(self):
        table, query = torch.randn(ITEMS, 4, requires_grad=True), (300 * torch.randn(7, 4)).requires_grad_()
        expected = torch.logsumexp(query @ table.t(), 1)
        gradients = torch.autograd.grad(expected.sum(), [query, table])
        torch.set_default_dtype(torch.float32)
        q, t = (x.detach().float().requires_grad_() for x in (query, table))
        total = LogTotal.apply(q, t, Items(t), torch.empty(7 * ITEMS))
        self.close("total", total.detach(), expected.detach(), 1e-6)
        for mine, g in zip(torch.autograd.grad(total.sum(), [q, t]), gradients):
            self.close("gradient", mine, g, 1e-3)

    def test_dropout_drops_at_its_rate_and_keeps_the_mean(self):
        for rate in (0.2, 0.5):
            mask = Dropout().mask((1000, 100), rate)
            self.assertAlmostEqual((mask == 0).double().mean().item(), rate, delta=0.01)
            self.assertAlmostEqual(mask.mean().item(), 1, delta=0.01)
        self.assertIsNone(Dropout().mask((2, 2), 0))


class PlanTest(unittest.TestCase):
    """Figures of BatchPlanTest."""

    def test_batches_are_those_of_a_training_of_ours(self):
        batches = list(itertools.islice(plan(10, 4, 42), 6))
        self.assertEqual([len(b) for b in batches], [4, 4, 2] * 2)
        self.assertEqual(np.concatenate(batches[:3]).tolist(), [4, 0, 3, 8, 7, 5, 2, 6, 1, 9])
        self.assertEqual(sorted(np.concatenate(batches[3:])), list(range(10)))


class SettingsTest(unittest.TestCase):
    def test_of_a_kind(self):
        chosen = settings.of(Stamp, {"model": "stamp", "max-norm": "1.5", "pad": "masked", "epochs": "3"}, "file")
        self.assertEqual(vars(chosen), dict(hidden=100, biases="on", max_norm=1.5))
        for wrong in ({"pad": "published"}, {"hidden": "wide"}):
            with self.assertRaises(SystemExit) as refused:
                settings.of(Stamp, wrong, "file")
            self.assertIn("file: " + next(iter(wrong)), str(refused.exception))


if __name__ == "__main__":
    unittest.main()
