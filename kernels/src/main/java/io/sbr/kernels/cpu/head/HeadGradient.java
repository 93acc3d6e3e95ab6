package io.sbr.kernels.cpu.head;

import io.sbr.tensor.GradientTerm;
import java.util.List;

/**
 * What a softmax over all items leaves.
 *
 * @param logSums log Σ exp(s) of each session
 * @param terms the gradient of the loss, one term for each of {@link
 *     io.sbr.tensor.Scorer#inputs()}; empty where only the loss was wanted
 */
public record HeadGradient(double[] logSums, List<GradientTerm> terms) {}
