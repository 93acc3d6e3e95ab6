package io.sbr.autograd.optim;

/** The learning rate of each epoch, epochs counted from 0. */
@FunctionalInterface
public interface Schedule {
  /** The rate in force during an epoch. */
  double rate(int epoch);
}
