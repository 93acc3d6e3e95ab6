"""ReMix in PyTorch beside its equations, session by session in double precision; gradients by autograd."""
import unittest

import numpy as np
import torch

import adam
import remix
import settings
from clicks import Examples
from remix import GATE, Remix

ITEMS, D, AGES = 45, 6, 4
SETTINGS = settings.of(Remix, dict(hidden=D, ages=AGES, temperature=0.3), "test")
remix.ROWS, adam.TILE = 16, 100                                # so that the items are worked on in several turns


def plain_p(w, x, kept, clicks, temperature):
    """p of items 1, 2, ... for one session: w parameters by name, x [l, d] the vectors of its clicks, kept [GATE] of the gate."""
    E, l = w["item_embedding.weight"], len(clicks)
    counts = {i: clicks.count(i) for i in clicks}
    e = torch.stack([
        w["attention.v"][0] @ torch.tanh(
            w["attention.key.weight"] @ (x[t] + w["attention.age"][min(l - 1 - t, AGES - 1)] + w["attention.count"][min(counts[i], 4) - 1])
            + w["attention.last.weight"] @ x[-1] + w["attention.mean.weight"] @ x.mean(0)) for t, i in enumerate(clicks)])
    s = torch.softmax(e, 0) @ x + w["follow.weight"] @ x[-1]
    z = (E @ s) / (E.norm(dim=1) * s.norm() * temperature)
    length = 0 if l == 1 else 1 if l == 2 else 2 if l < 5 else 3 if l < 10 else 4
    inner = w["repeat.one.weight"] @ torch.cat([s, x[-1]]) + w["repeat.one.bias"] + w["repeat.length"][length]
    phi = torch.sigmoid(w["repeat.two.weight"][0] @ (kept * inner.relu()) + w["repeat.two.bias"][0])
    p = z.exp()
    lifted = {i: (z[i] + w["repeat.age"][min(clicks[::-1].index(i), AGES - 1), 0] + w["repeat.count"][min(n, 4) - 1, 0]).exp()
              for i, n in counts.items()}
    own, others = sum(lifted.values()), p[[i for i in range(1, len(E)) if i not in counts]].sum()
    return torch.stack([phi * lifted[i] / own if i in counts else (1 - phi) * p[i] / others for i in range(1, len(E))])


class RemixTest(unittest.TestCase):
    """Every parameter is random, those that begin with zeros too."""

    def setUp(self):
        torch.set_default_dtype(torch.float64)
        torch.manual_seed(3)
        self.model = Remix(ITEMS, SETTINGS)
        for p in self.model.parameters():
            torch.nn.init.uniform_(p, -0.8, 0.8)

    def tearDown(self):
        torch.set_default_dtype(torch.float32)

    def examples(self, kind):
        """Examples of made-up sessions, and which of them: all, or those alone that click again (True) or explore (False)."""
        rng = np.random.default_rng(5)
        sizes = np.array([2, 2, 13, 7, 3, 5, 16, 1, 4])
        clicks = rng.choice(np.array([1, 2, 3, 7, 20, ITEMS]), sizes.sum())
        clicks[:4] = 7, 7, 9, 11                               # one of each kind for sure
        examples = Examples(clicks, sizes)
        again = np.array([examples.clicks[s + l] in examples.clicks[s:s + l] for s, l in zip(examples.start, examples.length)])
        self.assertTrue(again.any() and not again.all())
        return examples, rng.permutation(np.arange(len(examples)) if kind is None else np.flatnonzero(again == kind))

    def plain(self, examples, ids, model):
        """p of each example, with the parameters' own graph and the model's dropout."""
        w, start, length = dict(model.named_parameters()), examples.start[ids], examples.length[ids]
        sessions = [examples.clicks[s:s + l].tolist() for s, l in zip(start, length)]
        x = model.dropped(w["item_embedding.weight"][np.concatenate(sessions)], SETTINGS.dropout)
        kept = model.dropped(torch.ones(len(ids), GATE), SETTINGS.gate_dropout)
        return [plain_p(w, rows, gate, clicks, SETTINGS.temperature) for rows, gate, clicks in zip(x.split(length.tolist()), kept, sessions)]

    def close(self, name, value, expected, tolerance):
        error = (value.double() - expected.double()).abs().max() / expected.abs().max().clamp_min(1e-300)
        self.assertLess(error.item(), tolerance, name)

    def test_loss_and_every_gradient(self):
        for kind in (None, True, False):
            for training in (True, False):
                with self.subTest(again=kind, dropout=training):
                    examples, ids = self.examples(kind)
                    model = self.model.train(training)
                    model.zero_grad(set_to_none=True)
                    model.random = np.random.default_rng(11)
                    target = examples.clicks[examples.start[ids] + examples.length[ids]]
                    expected = -sum(p[i - 1].log() for p, i in zip(self.plain(examples, ids, model), target)) / len(ids)
                    gradients = torch.autograd.grad(expected, list(model.parameters()), allow_unused=True)
                    for dtype, exact in ((torch.float64, 1e-10), (torch.float32, 2e-4)):
                        torch.set_default_dtype(dtype)
                        mine = Remix(ITEMS, SETTINGS).train(training)
                        mine.load_state_dict(model.state_dict())
                        for _ in range(2):                     # the second time in memory that was used
                            mine.random = np.random.default_rng(11)
                            mine.zero_grad(set_to_none=True)
                            loss = mine.loss(mine.batch(examples, ids, training=True))
                            mine.backward(loss)
                        self.close("loss", loss.detach(), expected.detach(), exact)
                        for (name, p), g in zip(mine.named_parameters(), gradients):
                            if g is not None and p.grad is not None:
                                self.close(name, p.grad, g, exact)
                            else:
                                self.assertTrue(all(x is None or not x.any() for x in (g, p.grad)), name)
                        torch.set_default_dtype(torch.float64)

    def test_the_softmax_of_the_scores_is_p(self):
        examples, ids = self.examples(None)
        scores = self.model.eval().scores(self.model.batch(examples, ids, training=False))
        for row, p in zip(torch.softmax(scores, 1), self.plain(examples, ids, self.model)):
            self.close("p", row[1:], p.detach(), 1e-10)
            self.assertEqual(row[0], 0)

    def test_dropout_drops_at_its_rate_and_keeps_the_mean(self):
        x = self.model.train().dropped(torch.ones(1000, 100), 0.2)
        self.assertAlmostEqual((x == 0).double().mean().item(), 0.2, delta=0.01)
        self.assertAlmostEqual(x.mean().item(), 1, delta=0.01)

    def test_adam_is_that_of_torch(self):
        pairs = [(torch.nn.Parameter(x), torch.nn.Parameter(x.clone())) for x in (torch.randn(41, 7), torch.randn(3), torch.randn(2, 2))]
        mine, theirs = adam.Adam([p for p, _ in pairs]), torch.optim.Adam([q for _, q in pairs], lr=1e-3)
        for _ in range(4):
            for p, q in pairs[:2]:                             # the third never has a gradient
                p.grad = torch.randn_like(p)
                q.grad = p.grad.clone()
            mine.step()
            theirs.step()
            self.assertTrue(all(p.grad is None for p, _ in pairs))
        for p, q in pairs:
            self.close("weights", p.detach(), q.detach(), 1e-12)


if __name__ == "__main__":
    unittest.main()
