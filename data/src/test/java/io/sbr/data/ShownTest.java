package io.sbr.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTest {
  @ParameterizedTest
  @CsvSource({
    "it\u001b[31mRED, it\\u001b[31mRED",
    "a\u0007b, a\\u0007b",
    "a\u009bb, a\\u009bb",
    "'a\nb\r\tc', a\\nb\\r\\tc",
    "a\u2028b, a\\u2028b",
    "a\u202eb, a\\u202eb",
    "a\ud83db, a\\ud83db",
    "👟 größe, 👟 größe"
  })
  void whatATerminalWouldObeyIsShown(String text, String shown) {
    assertThat(Shown.text(text)).isEqualTo(shown);
  }

  @Test
  void aQuotationIsBounded() {
    assertThat(Shown.quoted("x".repeat(80))).isEqualTo('"' + "x".repeat(80) + '"');
    assertThat(Shown.quoted("👟".repeat(100_000))).isEqualTo('"' + "👟".repeat(80) + "…\"");
    assertThat(Shown.text("x".repeat(1000))).hasSize(1000);
  }
}
