package io.sbr.data.demo;

import java.util.Locale;
import org.apache.commons.math3.distribution.ZipfDistribution;

/**
 * The made-up shop of the demo data: what it sells and how its visitors move. Everything is a plain
 * probability, so that a test can compute the best possible recommender and measure how far
 * counting stays below it.
 *
 * <p>An item has a category and a style. A category is a department and a kind (running shoes:
 * sport × shoes). A visitor has a style in mind, which only all clicks together reveal. The next
 * category takes its department from the click before the last, one further, and its kind from the
 * last click, one further: neither click alone tells it. Within a category and style a few items
 * are popular (Zipf).
 */
final class DemoShop {
  static final String[] DEPARTMENTS = {"sport", "office", "home", "travel", "garden"};
  static final String[] KINDS = {"shoes", "bags", "lamps", "chairs"};

  /** How many visitors come for each style. */
  static final double[] STYLES = {0.30, 0.25, 0.20, 0.15, 0.10};

  /** Items of one category and style. */
  static final int CELL = 8;

  /** Items of one category. */
  static final int PER_CATEGORY = CELL * STYLES.length;

  static final int CATEGORIES = DEPARTMENTS.length * KINDS.length;
  static final int ITEMS = CATEGORIES * PER_CATEGORY;

  /** A click goes back to an item clicked before the last one. */
  static final double RETURN = 0.10;

  /** A click follows the rule of categories; otherwise its category is any, by popularity. */
  static final double RULE = 0.85;

  /** A click is of the visitor's style; otherwise of any, by popularity. */
  static final double FAITHFUL = 0.75;

  private static final double[] WITHIN_CELL = zipf(CELL, 0.9);
  private static final double[] CATEGORY = zipf(CATEGORIES, 0.5);

  private DemoShop() {}

  private static double[] zipf(int size, double exponent) {
    ZipfDistribution distribution = new ZipfDistribution(size, exponent);
    double[] probabilities = new double[size];
    for (int rank = 0; rank < size; rank++) {
      probabilities[rank] = distribution.probability(rank + 1);
    }
    return probabilities;
  }

  /** The number of an item, from 1. */
  static int item(int category, int style, int rank) {
    // Neighbouring numbers differ in style, so that a name does not give the style away.
    return category * PER_CATEGORY + rank * STYLES.length + style + 1;
  }

  static int category(int item) {
    return (item - 1) / PER_CATEGORY;
  }

  static int style(int item) {
    return (item - 1) % STYLES.length;
  }

  static int rank(int item) {
    return (item - 1) % PER_CATEGORY / STYLES.length;
  }

  /** A name that a person can read: {@code sport-shoes-17}. */
  static String name(int item) {
    int category = category(item);
    return String.format(
        Locale.ROOT,
        "%s-%s-%02d",
        DEPARTMENTS[category / KINDS.length],
        KINDS[category % KINDS.length],
        (item - 1) % PER_CATEGORY + 1);
  }

  /** The category that the rule names after clicks in two categories, the later one last. */
  static int ruledCategory(int beforeLast, int last) {
    int department = (beforeLast / KINDS.length + 1) % DEPARTMENTS.length;
    int kind = (last % KINDS.length + 1) % KINDS.length;
    return department * KINDS.length + kind;
  }

  /** Probability of the category of a new click; {@code ruled} is −1 for a visitor's first two. */
  static double categoryProbability(int category, int ruled) {
    double any = CATEGORY[category];
    if (ruled < 0) {
      return any;
    }
    return (1 - RULE) * any + (category == ruled ? RULE : 0);
  }

  /** Probability of the style of a new click of a visitor. */
  static double styleProbability(int style, int visitorStyle) {
    return (1 - FAITHFUL) * STYLES[style] + (style == visitorStyle ? FAITHFUL : 0);
  }

  /** Probability of an item within its category and style. */
  static double rankProbability(int rank) {
    return WITHIN_CELL[rank];
  }
}
