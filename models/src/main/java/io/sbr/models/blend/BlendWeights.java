package io.sbr.models.blend;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much the neighbours' word counts: all that is fitted of a blend, and the content of {@code
 * blend.json}.
 *
 * @param epoch of the network that it was fitted with, from 0
 * @param gamma power of the neighbours' shares
 * @param borders two, between the thirds of the supports
 * @param lambda λ, the neighbours' part, for each group of lengths and in it for each third
 * @param examples validation examples in each of these buckets
 * @param tried every power that was compared, and what it came to
 */
public record BlendWeights(
    @JsonProperty(required = true) int epoch,
    @JsonProperty(required = true) double gamma,
    @JsonProperty(required = true) List<Double> borders,
    @JsonProperty(required = true) List<List<Double>> lambda,
    @JsonProperty(required = true) List<List<Integer>> examples,
    @JsonProperty(required = true) List<Tried> tried) {
  /** The powers that are tried. */
  public static final List<Double> GAMMAS = List.of(0.5, 0.75, 1.0, 1.5, 2.0);

  /** The largest λ: the network always has a say, or items that no neighbour holds had no order. */
  static final double MOST = 1 - 1e-9;

  /**
   * A power and what the blend with its own λ came to on validation, in percent.
   *
   * @param gamma the power
   * @param recall Recall@20
   * @param mrr MRR@20
   */
  public record Tried(
      @JsonProperty(required = true) double gamma,
      @JsonProperty(required = true) double recall,
      @JsonProperty(required = true) double mrr) {
    /** Checks the numbers. */
    public Tried {
      checkGamma(gamma);
      for (double figure : new double[] {recall, mrr}) {
        if (!(figure >= 0 && figure <= 100.001)) {
          throw new IllegalArgumentException("a figure on validation is " + figure);
        }
      }
    }
  }

  /** Checks that every bucket has its numbers. */
  public BlendWeights {
    if (epoch < 0) {
      throw new IllegalArgumentException("an epoch's number is " + epoch);
    }
    checkGamma(gamma);
    borders = copy("borders", borders, 2);
    new Buckets(borders.get(0), borders.get(1));
    lambda = table("lambda", lambda);
    for (List<Double> row : lambda) {
      for (double part : row) {
        if (!(part >= 0 && part <= MOST)) {
          throw new IllegalArgumentException("a lambda is " + part);
        }
      }
    }
    examples = table("examples", examples);
    for (List<Integer> row : examples) {
      for (int count : row) {
        if (count < 0) {
          throw new IllegalArgumentException("a number of examples is " + count);
        }
      }
    }
    tried = copy("tried", tried, GAMMAS.size());
    if (!tried.stream().map(Tried::gamma).toList().equals(GAMMAS)) {
      throw new IllegalArgumentException("tried must be of the gammas " + GAMMAS);
    }
  }

  private static void checkGamma(double gamma) {
    if (!GAMMAS.contains(gamma)) {
      throw new IllegalArgumentException("gamma is " + gamma + ", not one of " + GAMMAS);
    }
  }

  private static <T> List<List<T>> table(String name, List<List<T>> rows) {
    return copy(name, rows, Buckets.LENGTHS.size()).stream()
        .map(row -> copy("a row of " + name, row, Buckets.THIRDS))
        .toList();
  }

  private static <T> List<T> copy(String name, List<T> values, int count) {
    if (values == null || values.size() != count || values.stream().anyMatch(v -> v == null)) {
      throw new IllegalArgumentException(name + " must have " + count + " values");
    }
    return List.copyOf(values);
  }

  /** With a λ and a number of examples for each bucket in order. */
  static BlendWeights of(
      int epoch,
      double gamma,
      Buckets buckets,
      double[] lambda,
      int[] examples,
      List<Tried> tried) {
    Double[] parts = Arrays.stream(lambda).boxed().toArray(Double[]::new);
    Integer[] counts = Arrays.stream(examples).boxed().toArray(Integer[]::new);
    return new BlendWeights(
        epoch, gamma, List.of(buckets.low(), buckets.high()), rows(parts), rows(counts), tried);
  }

  private static <T> List<List<T>> rows(T[] values) {
    return IntStream.range(0, Buckets.LENGTHS.size())
        .mapToObj(
            g -> List.of(Arrays.copyOfRange(values, Buckets.THIRDS * g, Buckets.THIRDS * (g + 1))))
        .toList();
  }

  /** What the power that was chosen came to. */
  public Tried best() {
    return tried.stream().filter(one -> one.gamma() == gamma).findFirst().orElseThrow();
  }

  /** λ of a session with so many clicks whose neighbours say so much. */
  double lambda(int length, double support) {
    int bucket = new Buckets(borders.get(0), borders.get(1)).of(length, support);
    return lambda.get(bucket / Buckets.THIRDS).get(bucket % Buckets.THIRDS);
  }

  /** The groups of lengths, in words, in the order of {@link #lambda}. */
  public static List<String> lengths() {
    return Buckets.LENGTHS;
  }
}
