package io.sbr.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class QueryTest {
  /** Letters beyond 16 bits are two chars, of which neither alone is a letter. */
  @Test
  void lettersThatAreNotEncodedStayWhatTheyAre() {
    String text = "a\u00e4\ud83d\ude00";
    assertThat(Query.decoded(text + "+%F0%9F%98%80", false)).isEqualTo(text + "+\ud83d\ude00");
    assertThat(Query.of("id=" + text, Set.of("id"), Set.of()).value("id")).contains(text);
  }
}
