package io.sbr.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import io.sbr.data.read.time.TimeColumn;
import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeFormatTest {
  private static Instant read(String format, String cell) {
    return read(TimeFormat.named(format).column(), cell);
  }

  private static Instant read(TimeColumn column, String cell) {
    column.read(cell);
    return Instant.ofEpochMilli(column.millis()).plusNanos(column.nanos());
  }

  @ParameterizedTest
  @CsvSource({
    "2014-04-06T20:21:58.444Z, 2014-04-06T20:21:58.444Z",
    "2014-04-06T20:21:58.4Z, 2014-04-06T20:21:58.400Z",
    "2014-04-06T20:21:58.444987Z, 2014-04-06T20:21:58.444987Z",
    "2014-04-06T20:21:58.4449876543210Z, 2014-04-06T20:21:58.444987654Z",
    "'2014-04-06 20:21:58,444', 2014-04-06T20:21:58.444Z",
    "2020-01-01 00:00:00 UTC, 2020-01-01T00:00:00Z",
    "2020-01-01 00:00:00 GMT, 2020-01-01T00:00:00Z",
    "2020-02-29 23:59:59, 2020-02-29T23:59:59Z",
    "2020-01-01T01:00:00+01:00, 2020-01-01T00:00:00Z",
    "2020-01-01 01:00:00 +0100, 2020-01-01T00:00:00Z",
    "2020-01-01 01:00:00+01, 2020-01-01T00:00:00Z",
    "2019-12-31 22:30:00 -0130, 2020-01-01T00:00:00Z",
    "2020-01-01 01:00:00 GMT+01:00, 2020-01-01T00:00:00Z",
    "2024-01-01 10:00, 2024-01-01T10:00:00Z",
    "2014-04-06T20:00Z, 2014-04-06T20:00:00Z",
    "2024/01/02, 2024-01-02T00:00:00Z",
    "2024/1/2 9:05, 2024-01-02T09:05:00Z",
    "2024.01.02 10:00:01, 2024-01-02T10:00:01Z",
    "2016-05-09, 2016-05-09T00:00:00Z",
    "20240101, 2024-01-01T00:00:00Z",
    "202404200819, 2024-04-20T08:19:00Z",
    "20160420081932, 2016-04-20T08:19:32Z",
    "20160420081932444, 2016-04-20T08:19:32.444Z",
    "1442004589, 2015-09-11T20:49:49Z",
    "1442004589.5, 2015-09-11T20:49:49.500Z",
    "1442004589.123987, 2015-09-11T20:49:49.123987Z",
    "1.442004589E9, 2015-09-11T20:49:49Z",
    "1442004589123, 2015-09-11T20:49:49.123Z",
    "1442004589123.25, 2015-09-11T20:49:49.123250Z",
    "1442004589123987, 2015-09-11T20:49:49.123987Z",
    "1442004589123987654, 2015-09-11T20:49:49.123987654Z",
  })
  void autoTellsTheForm(String text, Instant expected) {
    assertThat(read("auto", text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "NaN",
        "0x1p3",
        "1e99",
        "1700000000f",
        "99999999999999999999",
        "2014-13-06",
        "2014-02-30",
        "2014-04-06T24:00:00Z",
        "2014-04-06T20:60:00Z",
        "2014-04-06T2a:00:00Z",
        "2014-04-06T20:21:58.444Q",
        "2014-04-06T20:21:58.Z",
        "2014-04-06T20:21:58+1:00",
        "2014-04-06T20:21:58+01:00x",
        "2014-04-06T20:21:58Zx",
        "2014-04-06T",
        "2014-04/06",
        "20161320081932",
        "20160420246060",
        "10:00",
        "1969-12-31T23:59:59Z",
        "9999-12-31",
        "-1700000000"
      })
  void anythingElseIsNoTime(String text) {
    assertThatThrownBy(() -> read("auto", text)).isInstanceOf(DateTimeException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "seconds, 1700000000, 1700000060000, is no time in seconds; it would be the year 55840",
    "auto, 1700000000, 1700000060000, is no time in seconds; it would be the year 55840",
    "auto, 1700000000000, 1700000060, is no time in millis; it would be the year 1970",
    "auto, 1700000000, 2023-11-14, is no time (seconds)",
    "auto, 2023-11-14, 1700000000, is no time (text)",
    "auto, 20240101, 20240132, is no time (text)",
    "auto, 1, 1700000000, 'counts from 1970, and the rows before it from another start'",
    "auto, 1700000000, -1, is no time in seconds; it would be the year 1969",
    "auto, 2023-11-14, 0001-01-01, 'is a time of the year 1, and not of 1990 to 2100'",
    "text, 2023-11-14, 9999-12-31, 'is a time of the year 9999, and not of 1990 to 2100'",
  })
  void aColumnIsReadInOneWay(String format, String first, String second, String fault) {
    TimeColumn column = TimeFormat.named(format).column();
    column.read(first);
    assertThatThrownBy(() -> column.read(second))
        .isInstanceOf(DateTimeException.class)
        .hasMessageStartingWith(fault);
  }

  @ParameterizedTest
  @CsvSource({
    "1442004589, seconds",
    "1442004589123, millis",
    "1442004589123987, micros",
    "1442004589123987654, nanos",
    "20240101, text",
    "5, seconds",
  })
  void theFirstCellTellsTheForm(String first, String form) {
    TimeColumn column = TimeFormat.AUTO.column();
    assertThat(column.form()).isNull();
    column.read(first);
    assertThat(column.form()).isEqualTo(form);
  }

  @Test
  void noDayIsZero() {
    assertThatThrownBy(() -> read("text:any-year", "0000-00-00"))
        .hasMessageStartingWith("is no time (text)");
  }

  @Test
  void smallNumbersCountFromAStartOfTheirOwn() {
    TimeColumn column = TimeFormat.AUTO.column();
    assertThat(read(column, "100").toEpochMilli()).isEqualTo(100_000);
    assertThat(read(column, "0.5").toEpochMilli()).isEqualTo(500);
    assertThat(read(column, "-0.0000005")).isEqualTo(Instant.EPOCH.minusNanos(500));
    assertThat(read("millis", "100").toEpochMilli()).isEqualTo(100);
  }

  @Test
  void aNumberBetweenTheUnitsIsOfNone() {
    assertThatThrownBy(() -> read("auto", "50000000000"))
        .hasMessageStartingWith("is no time between 1990 and 2100, neither in seconds nor in");
  }

  @ParameterizedTest
  @CsvSource({
    "seconds:any-year, 1700000060000, +55840-11-09T14:53:20Z",
    "auto:any-year, 50000000000, 3554-06-09T16:53:20Z",
    "auto:any-year, 500000000000, 1985-11-05T00:53:20Z",
    "auto:any-year, 1700000000000000, 2023-11-14T22:13:20Z",
    "auto:any-year, 1700000000000000000, 2023-11-14T22:13:20Z",
    "text:any-year, 1969-12-31T23:59:59Z, 1969-12-31T23:59:59Z",
    "dd/MM/yyyy:any-year, 31/12/1969, 1969-12-31T00:00:00Z",
  })
  void anyYearPassesWhereTheUserSaysSo(String format, String text, Instant expected) {
    assertThat(read(format, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "dd/MM/yyyy, 01/02/2024, 2024-02-01T00:00:00Z",
    "MM/dd/yyyy, 01/02/2024, 2024-01-02T00:00:00Z",
    "M/d/yyyy h:mm a, 1/2/2024 3:04 pm, 2024-01-02T15:04:00Z",
    "dd/MMM/yyyy:HH:mm:ss Z, 02/Jan/2024:10:00:00 +0100, 2024-01-02T09:00:00Z",
    "'EEE, dd MMM yyyy HH:mm:ss zzz', 'Tue, 02 Jan 2024 10:00:00 GMT', 2024-01-02T10:00:00Z",
    "dd.MM.uuuu HH:mm:ss.SSSSSS, 01.02.2024 10:00:00.123456, 2024-02-01T10:00:00.123456Z",
  })
  void aPatternSaysTheRest(String pattern, String text, Instant expected) {
    assertThat(read(pattern, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "dd/MM/yyyy, 30/02/2024, is no time (dd/MM/yyyy)",
    "dd/MM/yyyy, 01/02/1024, 'is a time of the year 1024, and not of 1990 to 2100'",
    "auto, 01/02/2024, may have its day or its month first: --time-format 'dd/MM/yyyy' or"
        + " 'MM/dd/yyyy' says which",
    "auto, 1.2.2024 10:00, may have its day or its month first: --time-format 'd.M.yyyy HH:mm' or"
        + " 'M.d.yyyy HH:mm' says which",
    "auto, 01/02/24, is no time (text); --time-format says how times are written",
  })
  void whatIsAmbiguousIsAskedFor(String format, String text, String fault) {
    assertThatThrownBy(() -> read(format, text))
        .isInstanceOf(DateTimeException.class)
        .hasMessageStartingWith(fault.replace("''", "'"));
  }

  @Test
  @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD) // a loop hears no interrupt
  void longCellsAreReadInLinearTime() {
    for (String start : new String[] {"", "1", "-", ".", "1e", "2024-01-01 10:00:00."}) {
      for (String filler : new String[] {"1", " ", "0", "-", "/", "x", "+"}) {
        String cell = start + filler.repeat(5_000_000);
        for (String format : new String[] {"auto", "seconds", "text", "dd/MM/yyyy"}) {
          try {
            read(format, cell);
          } catch (DateTimeException e) {
            assertThat(e.getMessage()).hasSizeLessThan(200);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hours", "HH:mm", "yyyy", "", "dd/MM/yyyy {", "seconds:any"})
  void anyOtherNameListsThePossibilities(String name) {
    assertThatThrownBy(() -> TimeFormat.named(name))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "unknown time format "
                + name
                + ", expected one of auto, seconds, millis, micros, nanos, text, or a pattern such"
                + " as dd/MM/yyyy HH:mm:ss");
  }
}
