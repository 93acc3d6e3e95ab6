package io.sbr.autograd.optim;

import java.util.List;

/**
 * The rate is multiplied by gamma once at each of the given epochs (PSR-GAT: 40 and 60).
 *
 * @param rate before the first milestone
 * @param milestones epochs from which one more factor applies
 * @param gamma factor of each drop
 */
public record MultiStepLR(double rate, List<Integer> milestones, double gamma) implements Schedule {
  @Override
  public double rate(int epoch) {
    long passed = milestones.stream().filter(milestone -> milestone <= epoch).count();
    return rate * Math.pow(gamma, passed);
  }
}
