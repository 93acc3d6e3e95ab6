package io.sbr.data.exchange;

import java.math.BigDecimal;

/** Moments as seconds since 1970, with as many decimals as they need. */
final class EpochSeconds {
  private EpochSeconds() {}

  /** A moment in milliseconds as text. */
  static String of(long millis) {
    BigDecimal seconds = BigDecimal.valueOf(millis, 3);
    return millis % 1000 == 0 ? Long.toString(millis / 1000) : seconds.toPlainString();
  }
}
