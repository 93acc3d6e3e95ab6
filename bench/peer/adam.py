"""Adam for a processor."""
import math

import torch

TILE = 1 << 18                                                 # numbers of each of four arrays that stay in the cache


class Adam:
    """What torch.optim.Adam computes without weight decay, but with all its operations on one tile before the next."""

    def __init__(self, parameters, rate=1e-3, betas=(0.9, 0.999), epsilon=1e-8):
        self.rate, self.betas, self.epsilon, self.steps = rate, betas, epsilon, 0
        self.parameters = list(parameters)
        self.moments = [torch.zeros(2, p.numel(), dtype=p.dtype) for p in self.parameters]

    @torch.no_grad()
    def step(self):
        """Moves the parameters that have a gradient, and takes it from them."""
        self.steps += 1
        (b1, b2), root = self.betas, math.sqrt(1 - self.betas[1] ** self.steps)
        size = -self.rate * root / (1 - b1 ** self.steps)
        for p, moments in zip(self.parameters, self.moments):
            if p.grad is None:
                continue
            for w, g, m, v in zip(*(x.split(TILE) for x in (p.view(-1), p.grad.view(-1), *moments))):
                m.lerp_(g, 1 - b1)
                v.mul_(b2).addcmul_(g, g, value=1 - b2)
                w.addcdiv_(m, v.sqrt().add_(self.epsilon * root), value=size)
            p.grad = None
