package io.sbr.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeFormatTest {
  @ParameterizedTest
  @CsvSource({
    "2014-04-06T20:21:58.444Z, 2014-04-06T20:21:58.444Z",
    "2014-04-06T20:21:58.4Z, 2014-04-06T20:21:58.400Z",
    "2014-04-06T20:21:58.444987Z, 2014-04-06T20:21:58.444Z",
    "2020-01-01 00:00:00 UTC, 2020-01-01T00:00:00Z",
    "2020-02-29 23:59:59, 2020-02-29T23:59:59Z",
    "1969-12-31T23:59:59Z, 1969-12-31T23:59:59Z",
    "2020-01-01T01:00:00+01:00, 2020-01-01T00:00:00Z",
    "2016-05-09, 2016-05-09T00:00:00Z",
    "20160420081932, 2016-04-20T08:19:32Z",
    "1442004589, 2015-09-11T20:49:49Z",
    "1442004589.5, 2015-09-11T20:49:49.500Z",
    "1.442004589E9, 2015-09-11T20:49:49Z",
    "1442004589123, 2015-09-11T20:49:49.123Z",
  })
  void autoTellsTheForm(String text, Instant expected) {
    assertThat(Instant.ofEpochMilli(TimeFormat.AUTO.parse(text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "NaN",
        "0x1p3",
        "1e99",
        "2014-13-06",
        "2014-02-30",
        "2014-04-06T24:00:00Z",
        "2014-04-06T20:60:00Z",
        "2014-04-06T2a:00:00Z",
        "2014-04-06T20:00Z",
        "2014-04-06T20:21:58.444Q",
        "20161320081932",
        "20160420246060"
      })
  void anythingElseIsNoTime(String text) {
    assertThatThrownBy(() -> TimeFormat.AUTO.parse(text)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void unknownNameListsThePossibilities() {
    assertThat(TimeFormat.named("millis")).isEqualTo(TimeFormat.MILLIS);
    assertThatThrownBy(() -> TimeFormat.named("hours"))
        .isInstanceOf(DataException.class)
        .hasMessage("unknown time format hours, expected one of auto, seconds, millis, text");
  }
}
