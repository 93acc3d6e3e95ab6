package io.sbr.bench.load;

import java.io.IOException;

/**
 * Looks for the highest rate that a server bears: doubles until one is too much, then halves the
 * distance, in ratios, between the highest that was borne and the lowest that was not.
 *
 * @param first rate to try
 * @param most no higher rate is tried
 * @param precision the two rates of the end differ at most by this share
 */
record RateSearch(double first, double most, double precision) {
  /** Tries a rate. */
  interface Trial {
    /** Whether the server bears it. */
    boolean bears(double rate) throws IOException, InterruptedException;
  }

  /** No server bears less than one request in ten seconds. */
  private static final double LEAST = 0.1;

  /** The highest rate that was borne; 0 if none was. */
  double highest(Trial trial) throws IOException, InterruptedException {
    double borne = first;
    while (!trial.bears(borne)) {
      borne /= 2;
      if (borne < LEAST) {
        return 0;
      }
    }
    double tooMuch = 2 * borne;
    // A first rate that was too much has been halved to this one: its double is known.
    if (borne == first) {
      while (tooMuch <= most && trial.bears(tooMuch)) {
        borne = tooMuch;
        tooMuch *= 2;
      }
      if (tooMuch > most) {
        return borne;
      }
    }
    while (tooMuch / borne > 1 + precision) {
      double middle = Math.rint(10 * Math.sqrt(tooMuch * borne)) / 10;
      if (middle <= borne || middle >= tooMuch) {
        return borne;
      }
      if (trial.bears(middle)) {
        borne = middle;
      } else {
        tooMuch = middle;
      }
    }
    return borne;
  }
}
