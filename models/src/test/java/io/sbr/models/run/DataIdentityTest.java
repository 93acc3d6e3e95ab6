package io.sbr.models.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DataIdentityTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);
  private static final DataIdentity BEGUN = new DataIdentity("shop", A, 43097, 10, 30, 2, 5);

  @Test
  void whatDiffersIsSaidInWords() {
    assertThat(BEGUN.difference(new DataIdentity("demo", B, 9, 10, 30, 2, 5)))
        .isEqualTo("data set shop, now demo; 43,097 items, now 9");
    assertThat(BEGUN.difference(new DataIdentity("shop", B, 43097, 11, 31, 3, 6)))
        .isEqualTo(
            "10 train sessions, now 11; 30 train clicks, now 31; 2 test sessions, now 3;"
                + " 5 test clicks, now 6");
  }

  @Test
  void whereNoCountDiffersTheContentDoes() {
    assertThat(BEGUN.difference(new DataIdentity("shop", B, 43097, 10, 30, 2, 5)))
        .startsWith("of the same name and counts, but with other items or sessions");
  }
}
