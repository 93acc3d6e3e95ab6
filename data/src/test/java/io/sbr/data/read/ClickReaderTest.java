package io.sbr.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClickReaderTest {
  private static final long T = 1442004589123L;
  private static final String OTTO =
      "{\"session\":1,\"events\":[{\"aid\":59625,\"ts\":1442004589123,\"type\":\"clicks\"},"
          + "{\"aid\":7,\"ts\":1442004589124,\"type\":\"carts\"}]}\n";

  @TempDir Path folder;

  @Test
  void yoochooseWithAndWithoutHeader() {
    Click expected = new Click("832", null, "214717095", 1396815718444L, Click.NONE, null);
    String row = "832,2014-04-06T20:21:58.444Z,214717095,0\n";
    assertThat(clicks(Layout.yoochoose(), row)).containsExactly(expected);
    assertThat(clicks(Layout.yoochoose(), "session_id,timestamp,item_id,category\n" + row))
        .containsExactly(expected);
  }

  @Test
  void digineticaInBothSpellings() {
    Click expected = new Click("1", "NA", "81766", 526309, 1462752000000L, null);
    String row = "1;NA;81766;526309;2016-05-09";
    assertThat(
            clicks(Layout.diginetica(), "session_id;user_id;item_id;timeframe;eventdate\n" + row))
        .containsExactly(expected);
    assertThat(clicks(Layout.diginetica(), "sessionId;userId;itemId;timeframe;eventdate\r\n" + row))
        .containsExactly(expected);
  }

  @Test
  void retailrocket() {
    assertThat(
            clicks(
                Layout.retailrocket(),
                "timestamp,visitorid,event,itemid,transactionid\n" + T + ",257597,view,355908,\n"))
        .containsExactly(new Click(null, "257597", "355908", T, Click.NONE, "view"));
  }

  @Test
  void rees46WithEmptyCellsQuotesAndWindowsLines() {
    String header =
        "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,"
            + "user_session\r\n";
    assertThat(
            clicks(
                Layout.rees46(),
                header
                    + "2019-10-01 00:00:00 UTC,view,44600062,21,,\"a, b\",35.79,541312140,s-1\r\n"
                    + "2019-10-01 00:00:01 UTC,cart,44600063,21,,,0.00,541312140,\r\n"
                    + "2019-10-01 00:00:01 UTC,cart,44600063,21,,,0.00,541312140"))
        .containsExactly(
            new Click("s-1", "541312140", "44600062", 1569888000000L, Click.NONE, "view"),
            new Click(null, "541312140", "44600063", 1569888001000L, Click.NONE, "cart"),
            new Click(null, "541312140", "44600063", 1569888001000L, Click.NONE, "cart"));
  }

  @Test
  void recbole() {
    assertThat(
            clicks(
                named('\t', false),
                "session_id:token\titem_id:token\ttimestamp:float\n1\tx\"y\t1442004589.0\n"))
        .containsExactly(new Click("1", null, "x\"y", 1442004589000L, Click.NONE, null));
  }

  @Test
  void otto() {
    assertThat(read(new OttoReader(), bytes(OTTO + "\n{\"events\":[],\"session\":2}")))
        .containsExactly(
            new Click("1", null, "59625", T, Click.NONE, "clicks"),
            new Click("1", null, "7", T + 1, Click.NONE, "carts"));
    String keyLast = "{\"events\":[{\"aid\":null,\"ts\":5,\"type\":\"clicks\"}],\"session\":\"a\"}";
    assertThat(read(new OttoReader(), bytes(keyLast)))
        .containsExactly(new Click("a", null, null, 5, Click.NONE, "clicks"));
  }

  @Test
  void columnsByNameOfTheUsersChoiceOrByCommonNames() {
    String text = "Time,SessionId,ItemId,what\n1442004589,s,i,j\n";
    Layout layout = named(',', true);
    assertThat(clicks(layout, text))
        .containsExactly(new Click("s", null, "i", 1442004589000L, Click.NONE, null));
    assertThat(clicks(layout.with(Map.of(Column.ITEM, "what"), TimeFormat.MILLIS), text))
        .containsExactly(new Click("s", null, "j", 1442004589L, Click.NONE, null));
    assertThatThrownBy(
            () -> clicks(layout.with(Map.of(Column.USER, "person"), TimeFormat.AUTO), text))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "line 1: the header has no user column (person); it has Time, SessionId, ItemId, what");
  }

  @Test
  void gzipIsToldByItsBytesAndAByteOrderMarkIsSkipped() throws IOException {
    String text = "\uFEFFsession,item\n1,2\n";
    assertThat(read(new DelimitedReader(named(',', true)), gzip(text)))
        .containsExactly(new Click("1", null, "2", Click.NONE, Click.NONE, null));
  }

  @Test
  void damagedGzipIsNamed() throws IOException {
    byte[] whole = gzip("session,item\n" + "1,2\n3,4\n".repeat(1000));
    byte[] cut = Arrays.copyOf(whole, whole.length - 12);
    assertFails(named(',', true), cut, "the gzip data are damaged or cut off");
  }

  @Test
  void otherTextThanUtf8IsNamed() throws IOException {
    // read as UTF-8, both letters would become the same sign and both items one
    byte[] latin = "session,item\n1,\u00e9\n1,\u00e8\n".getBytes(StandardCharsets.ISO_8859_1);
    assertFails(named(',', true), latin, "log, line 2: not UTF-8 text (byte 0xe9)");
    assertThatThrownBy(() -> read(new OttoReader(), latin))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("log, line 2: not UTF-8 text (byte 0xe9)")
        .hasMessageContaining("--encoding latin1");
  }

  @Test
  void anEventTypeMayBeMissingWhereTheLogNeedNotHaveThem() {
    assertThat(clicks(named(',', true), "session,item,event\n1,2,\n"))
        .containsExactly(new Click("1", null, "2", Click.NONE, Click.NONE, ""));
    assertFails(
        Layout.retailrocket(),
        bytes("timestamp,visitorid,event,itemid,transactionid\n" + T + ",1,,2,\n"),
        "line 2: no event");
  }

  @Test
  void malformedRowsStopWithTheirLine() {
    Layout yoochoose = Layout.yoochoose();
    String good = "832,2014-04-06T20:21:58.444Z,214717095,0\n";
    assertFails(
        yoochoose,
        bytes(good + "\n" + good + "832,yesterday,1,0"),
        "line 4: timestamp \"yesterday\" is no time (text)");
    assertFails(yoochoose, bytes(good + "noise\n"), "line 2: no timestamp: noise");
    assertFails(yoochoose, bytes(good + "1," + good), "line 2: 5 cells, but 4 columns");
    assertFails(
        named(',', true), bytes("session,item\n1,2\nnoise\n"), "line 3: 1 cell, but 2 columns");
    assertFails(
        named(',', true),
        bytes("session,item\n1,2\n\"3\"x,4\n"),
        "line 3: text after a closing quote; --quote none reads quotes as text");
  }

  @Test
  void malformedOttoLinesStopWithTheirLine() {
    for (String line :
        List.of(
            "noise",
            "[]",
            "{\"session\":1,\"events\":{}}",
            "{\"session\":1,\"events\":[{\"aid\":1,\"type\":\"clicks\"}]}",
            "{\"session\":1,\"events\":[{\"aid\":1,\"ts\":\"x\",\"type\":\"clicks\"}]}",
            "{\"session\":{},\"events\":[]}",
            "{\"session\":1,\"events\":[]} {}",
            "{\"session\":1,\"events\":[")) {
      assertThatThrownBy(() -> read(new OttoReader(), bytes(OTTO + line)))
          .as(line)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("log, line 2: ")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void emptyMissingAndHeaderless() {
    assertFails(Layout.diginetica(), new byte[0], "log: the file is empty");
    assertFails(
        Layout.diginetica(),
        bytes("1;NA;81766;526309;2016-05-09\n"),
        "it has 1, NA, 81766, 526309, 2016-05-09");
    LogFile missing = new LogFile(folder.resolve("absent"), bytes -> {});
    assertThatThrownBy(() -> new OttoReader().read(missing, new Collected()))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("absent: there is no such file");
    LogFile aFolder = new LogFile(folder, bytes -> {});
    assertThatThrownBy(() -> new OttoReader().read(aFolder, new Collected()))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(": a file was expected, this is a folder");
  }

  /** A log whose columns are told by the names that are known. */
  private static Layout named(char separator, boolean quoted) {
    Map<Column, List<String>> names = new EnumMap<>(Column.class);
    for (Column column : Column.values()) {
      if (!ColumnNames.first(column).isEmpty()) {
        names.put(column, ColumnNames.first(column));
      }
    }
    String cut = String.valueOf(separator);
    return new Layout(
        quoted ? Dialect.quoted(cut) : Dialect.plain(cut),
        names,
        Map.of(),
        Set.of(Column.ITEM),
        Layout.HeaderLine.PRESENT,
        null,
        TimeFormat.AUTO);
  }

  private void assertFails(Layout layout, byte[] content, String message) {
    assertThatThrownBy(() -> read(new DelimitedReader(layout), content))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(folder.resolve("log").toString())
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  private List<Click> clicks(Layout layout, String text) {
    return read(new DelimitedReader(layout), bytes(text));
  }

  private List<Click> read(ClickReader reader, byte[] content) {
    Path file = folder.resolve("log");
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Collected clicks = new Collected();
    reader.read(new LogFile(file, bytes -> {}), clicks);
    return clicks;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes(text));
    }
    return out.toByteArray();
  }

  private static final class Collected extends ArrayList<Click> implements ClickSink {
    private static final long serialVersionUID = 1;

    @Override
    public void begin(String file, Set<Column> columns) {
      assertThat(columns).contains(Column.ITEM);
    }

    @Override
    public void accept(Click click) {
      add(click);
    }
  }
}
