package io.sbr.models.study;

import org.apache.commons.math3.stat.inference.TTest;

/**
 * Whether two models differ by more than the choice of test sessions explains.
 *
 * <p>The examples of one session are prefixes of each other and not independent; sessions are. So
 * what a session's examples came to is added up, and the sums of the two models go through
 * Student's paired t-test, whose statistic is 0 exactly where the reported difference is. On hits
 * this is McNemar's test for clustered pairs (Obuchowski, Statistics in Medicine 17, 1998) but for
 * the centring of the variance; for the t-test on retrieval figures, which agrees with the
 * permutation test, see Smucker, Allan and Carterette, CIKM 2007. The seeds are taken as they are:
 * the test knows nothing of what another seed would give.
 */
public final class PairedTest {
  private PairedTest() {}

  /**
   * The two-sided p-value of no difference; 1 if the models do not differ in any session.
   *
   * @param part the examples, of at least two sessions
   * @param a {@code [n]} of one model
   * @param b {@code [n]} of the other
   */
  public static double p(TestPart part, double[] a, double[] b) {
    double[] sumsA = sums(part, a);
    double[] sumsB = sums(part, b);
    double p = new TTest().pairedTTest(sumsA, sumsB);
    return Double.isNaN(p) ? 1 : p; // 0/0
  }

  private static double[] sums(TestPart part, double[] values) {
    double[] sums = new double[part.sessions()];
    for (int e = 0; e < values.length; e++) {
      sums[part.session()[e]] += values[e];
    }
    return sums;
  }
}
