package io.sbr.autograd.optim;

/** The learning rate of each step, epochs counted from 0. */
@FunctionalInterface
public interface Schedule {
  /**
   * The rate in force at a place in an epoch.
   *
   * @param part of the epoch that is behind, from 0 to below 1
   */
  double rate(int epoch, double part);

  /** The rate at the beginning of an epoch. */
  default double rate(int epoch) {
    return rate(epoch, 0);
  }
}
