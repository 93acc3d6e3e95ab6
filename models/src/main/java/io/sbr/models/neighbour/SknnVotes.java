package io.sbr.models.neighbour;

/** SKNN (Jannach and Ludewig, 2017): sessions as sets of items. */
record SknnVotes(int neighbours, int sample, SetSimilarity likeness) implements SessionVotes {
  /** How like two sets are, of a and b items with c in common. */
  enum SetSimilarity {
    /** c / (a + b − c). */
    JACCARD,
    /** c / √b · √a as session-rec computes it: a is the same for all, so ranks are the cosine's. */
    COSINE,
    /** 2c / (2c + a + b): counts what is common twice. */
    BINARY;

    double of(int a, int b, int c) {
      return switch (this) {
        case JACCARD -> (double) c / (a + b - c);
        case COSINE -> c / Math.sqrt(b) * Math.sqrt(a);
        case BINARY -> 2.0 * c / (2.0 * c + a + b);
      };
    }
  }

  @Override
  public double weigh(CurrentSession current, double[] weights) {
    for (int j = 0; j < current.distinct(); j++) {
      weights[j] = 1;
    }
    return 0;
  }

  @Override
  public double similarity(
      CurrentSession current,
      double sum,
      int shared,
      SessionIndex index,
      int session,
      double whole) {
    return likeness.of(current.distinct(), index.size(session), shared);
  }

  @Override
  public double vote(CurrentSession current, int latest) {
    return 1;
  }

  @Override
  public double ofItem(int item) {
    return 1;
  }
}
