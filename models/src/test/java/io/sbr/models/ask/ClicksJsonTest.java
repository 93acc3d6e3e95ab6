package io.sbr.models.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClicksJsonTest {
  @Test
  void bytesAndTextAreReadAlike() {
    String text = "{\"items\":[\"größe\",\"𝛼\"]}";
    assertThat(ClicksJson.read(text.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(ClicksJson.read(text));
    assertThat(ClicksJson.of(ClicksJson.read(text)).items()).containsExactly("größe", "𝛼");
  }

  /** The first begins as UTF-32 might, the second as UTF-16 might, and neither goes on so. */
  @ParameterizedTest
  @ValueSource(strings = {"[\0\0\0\"&\"`\"&\"`", "[\0\"\0a\0]", "[1] [2]", "{\"a\":1,\"a\":2}"})
  void whatIsNoJsonIsRefused(String text) {
    assertThatThrownBy(() -> ClicksJson.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not JSON: ");
    assertThatThrownBy(() -> ClicksJson.read(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not JSON: ");
  }

  @Test
  void otherEncodingsAreRefused() {
    for (var encoding : new String[] {"UTF-16BE", "UTF-32LE", "ISO-8859-1"}) {
      byte[] text = "[\"größe\"]".getBytes(java.nio.charset.Charset.forName(encoding));
      assertThatThrownBy(() -> ClicksJson.read(text))
          .as(encoding)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("not JSON: ");
    }
  }
}
