"""A gated recurrent unit over packed sessions (docs/models.md, sections 0 and 17), its gradients by hand."""
import numpy as np
import torch
from torch.autograd import Function


class Steps:
    """Clicks step after step, in each step the longest sessions first, so that a step's sessions are the first of the step before."""

    def __init__(self, b):
        order = np.argsort(-b.size, kind="stable")
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        count = np.bincount(b.place)                           # sessions that have a click so late
        begin = np.concatenate([[0], np.cumsum(count)])
        self.begin = begin.tolist()
        row = begin[b.place] + np.repeat(rank, b.size)
        click = np.empty_like(row)
        click[row] = np.arange(len(row))
        self.row, self.click = torch.from_numpy(row), torch.from_numpy(click)


class Gru(Function):
    """The state after each click, [c, h], clicks step after step.

    gi [c, 3h]: the inputs' part of reset, update and candidate, with its bias. Only the states' part is had step by step;
    its weights' gradient is one product for all steps.
    """

    @staticmethod
    def forward(ctx, gi, weight, bias, begin):
        h = weight.shape[1]
        states, gates = gi.new_empty(len(gi), h), gi.new_empty(len(gi), 3 * h)
        kept = gi.new_empty(len(gi), h)                        # the candidate's part of the states before the reset
        before = gi.new_zeros(begin[1], h)
        turned = weight.t()
        for i, j in zip(begin, begin[1:]):
            before = before[:j - i]
            gh = torch.mm(before, turned) if bias is None else torch.addmm(bias, before, turned)
            rz, c = gates[i:j, :2 * h], gates[i:j, 2 * h:]
            torch.add(gi[i:j, :2 * h], gh[:, :2 * h], out=rz).sigmoid_()
            kept[i:j] = gh[:, 2 * h:]
            torch.addcmul(gi[i:j, 2 * h:], rz[:, :h], gh[:, 2 * h:], out=c).tanh_()
            before = torch.lerp(c, before, rz[:, h:], out=states[i:j])
        ctx.rest = weight, bias, begin, states, gates, kept
        return states

    @staticmethod
    def backward(ctx, g):
        weight, bias, begin, states, gates, kept = ctx.rest
        h = weight.shape[1]
        r, z, c = gates.split(h, 1)
        d_gi, d_gh = torch.empty_like(gates), torch.empty_like(gates)
        to_candidate, to_reset = (1 - z).mul_(1 - c * c), (r * kept).mul_(1 - r)    # what needs no later step, for all at once
        slope = z * (1 - z)
        carry = None
        for k in range(len(begin) - 2, -1, -1):
            i, j = begin[k], begin[k + 1]
            dh = g[i:j]
            if carry is not None:
                dh = dh.clone()
                dh[:len(carry)] += carry
            dr, dz, dc = d_gi[i:j].split(h, 1)
            before = states[begin[k - 1]:begin[k - 1] + j - i] if k > 0 else None
            torch.neg(c[i:j], out=dz) if before is None else torch.sub(before, c[i:j], out=dz)
            dz.mul_(dh).mul_(slope[i:j])
            torch.mul(dh, to_candidate[i:j], out=dc)
            torch.mul(dc, to_reset[i:j], out=dr)
            d_gh[i:j, :2 * h] = d_gi[i:j, :2 * h]
            torch.mul(dc, r[i:j], out=d_gh[i:j, 2 * h:])
            if k > 0:
                carry = torch.addcmul(torch.mm(d_gh[i:j], weight), dh, z[i:j])
        earlier = [states[i:i + n] for i, n in zip(begin, np.diff(begin)[1:])]    # the state that each later click began with
        d_weight = torch.mm(d_gh[begin[1]:].t(), torch.cat(earlier)) if earlier else torch.zeros_like(weight)
        return d_gi, d_weight, None if bias is None else d_gh.sum(0), None
