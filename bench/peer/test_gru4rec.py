"""GRU4Rec in PyTorch beside its equations, lane by lane in double precision."""
import unittest

import numpy as np
import torch

import settings
from clicks import Examples
from gru4rec import EPSILON, Gru4Rec, Lanes

ITEMS = 9
SESSIONS = [[1, 2, 3], [9], [4, 5], [6, 7, 8, 9], [2, 1], [3, 4, 5, 6, 7], [8, 8]]


def examples():
    """Of all sessions."""
    return Examples(np.concatenate([np.array(s) for s in SESSIONS]), np.array([len(s) for s in SESSIONS]))


class Gru4RecTest(unittest.TestCase):
    def setUp(self):
        torch.set_default_dtype(torch.float64)
        torch.manual_seed(3)

    def tearDown(self):
        torch.set_default_dtype(torch.float32)

    def test_lanes(self):
        """Two lanes: the second falls away, and the first goes on alone."""
        e, seen = examples(), []
        for at, carried in Lanes(e, 2, 1).steps:
            end = e.start[at] + e.length[at]
            seen.append((e.clicks[end - 1].tolist(), e.clicks[end].tolist(), carried.tolist()))
        self.assertEqual(seen, [
            ([1, 4], [2, 5], [-1, -1]), ([2, 6], [3, 7], [0, -1]), ([2, 7], [1, 8], [-1, 1]), ([3, 8], [4, 9], [-1, 1]),
            ([4, 8], [5, 8], [0, -1]), ([5], [6], [0]), ([6], [7], [0])])
        self.assertEqual(len(Lanes(e, 2, 2).steps), 5)

    def test_steps(self):
        """Losses, and parameters after each of two steps, of both losses and all lanes."""
        for own in (dict(logq=1.0, momentum=0.2), dict(loss="bpr-max", momentum=0.3), dict(loss="bpr-max", elu=0.0)):
            with self.subTest(own):
                self.steps(settings.of(Gru4Rec, dict(own, hidden=4, negatives=5), "here"))

    def steps(self, s):
        model, e = Gru4Rec(ITEMS, s), examples()
        batches, adagrad = model.plan(e, 3, 1), model.optimizer()
        w = {name: p.detach().clone() for name, p in model.named_parameters()}
        kept = {name: (torch.zeros_like(p), torch.zeros_like(p)) for name, p in w.items()}
        hidden = torch.zeros(3, 4)
        for _ in range(2):
            ids = next(batches)
            b = model.batch(e, ids, training=True)
            leaves = {name: p.clone().requires_grad_() for name, p in w.items()}
            before = torch.stack([hidden[r] if r >= 0 else torch.zeros(4) for r in ids[1]])
            want, hidden = self.plain(leaves, b, before, s, model)
            want.backward()
            loss = model.loss(b)
            model.backward(loss)
            adagrad.step()
            self.assertAlmostEqual(loss.item(), want.item(), places=12)
            for name, p in leaves.items():
                rows = torch.ones(len(p), dtype=torch.bool)
                if name in ("Wy.weight", "By.weight"):
                    rows[:] = False
                    rows[b.compared] = True
                    if name == "Wy.weight":
                        rows[b.items] = True
                a, v = kept[name]
                a[rows] += p.grad[rows] ** 2
                v[rows] = s.momentum * v[rows] - s.lr * p.grad[rows] / (a[rows] + 1e-6).sqrt()
                w[name][rows] += v[rows]
                torch.testing.assert_close(dict(model.named_parameters())[name].detach(), w[name], rtol=1e-10, atol=1e-12)

    @staticmethod
    def plain(w, b, before, s, model):
        """The loss, lane by lane, and the lanes' states."""
        loss, states = 0, []
        for lane, item in enumerate(b.items):
            x, h = w["Wy.weight"][item], before[lane]
            gi = w["G.0.weight_ih"] @ x + w["G.0.bias_ih"]
            gh = w["G.0.weight_hh"] @ h + w["G.0.bias_hh"]
            r, z = torch.sigmoid(gi[:8] + gh[:8]).split(4)
            n = torch.tanh(gi[8:] + r * gh[8:])
            h = n + z * (h - n)
            states.append(h.detach())
            scores = w["Wy.weight"][b.compared] @ h + w["By.weight"][b.compared, 0]
            if s.loss == "bpr-max":
                if s.elu > 0:
                    scores = torch.where(scores > 0, scores, s.elu * (torch.exp(scores) - 1))
                others = [j for j in range(len(scores)) if j != lane]
                share = torch.softmax(scores[others], 0)
                ahead = (share * torch.sigmoid(scores[lane] - scores[others])).sum()
                loss = loss - torch.log(ahead + EPSILON) + s.bpreg * (share * scores[others] ** 2).sum()
            else:
                columns = torch.arange(len(scores))
                factor = torch.where(columns < model.lanes, torch.tensor(1.0), torch.tensor(s.sample_alpha))
                scores = scores - s.logq * factor * model.log_times[b.compared]
                loss = loss - torch.log(torch.softmax(scores, 0)[lane] + EPSILON)
        return loss / model.lanes, torch.stack(states)

    def test_scores(self):
        """Whole sessions, from states of zeros."""
        model, e = Gru4Rec(ITEMS, settings.of(Gru4Rec, dict(hidden=4), "here")).eval(), examples()
        got = model.scores(model.batch(e, np.arange(len(e)), training=False))
        w = dict(model.named_parameters())
        for i in range(len(e)):
            h = torch.zeros(1, 4)
            for item in e.clicks[e.start[i]:e.start[i] + e.length[i]]:
                g = model.G[0]
                h = torch.gru_cell(w["Wy.weight"][item - 1][None], h, g.weight_ih, g.weight_hh, g.bias_ih, g.bias_hh)
            torch.testing.assert_close(got[i, 1:], (h @ w["Wy.weight"].t() + w["By.weight"].t())[0].detach())


if __name__ == "__main__":
    unittest.main()
