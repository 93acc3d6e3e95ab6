package io.sbr.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sbr.data.DataException;
import io.sbr.data.prepare.Formats;
import io.sbr.data.prepare.Prepare;
import io.sbr.data.prepare.PrepareRequest;
import io.sbr.data.prepare.Prepared;
import io.sbr.data.prepare.Progress;
import io.sbr.data.prepare.Setting;
import io.sbr.data.read.TimeFormat;
import io.sbr.data.read.look.Choices;
import io.sbr.data.read.look.LogLook;
import io.sbr.data.read.look.Look;
import io.sbr.data.store.DatasetWriter;
import io.sbr.data.store.Hashes;
import io.sbr.data.store.Origin;
import io.sbr.spark.cluster.Cluster;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark makes of a log is, byte for byte, what one machine makes of it. */
class SparkReadingTest {
  private static final long START = 1_700_000_000_000L;
  private static final int SHORT_PIECES = 30_000;
  private static final int SHORT_SLICES = 700;

  private static JavaSparkContext spark;

  @TempDir Path folder;

  @BeforeAll
  static void begin() {
    spark = new JavaSparkContext(Cluster.conf("test"));
  }

  @AfterAll
  static void end() {
    spark.stop();
  }

  @Test
  void sessionsThatUsersShareAndWordsForNothing() throws IOException {
    Random random = new Random(1);
    StringBuilder log = new StringBuilder("session_id,user_id,item_id,timestamp,event_type\n");
    for (int row = 0; row < 4_000; row++) {
      String user = random.nextInt(4) == 0 ? "" : "u" + random.nextInt(60);
      String session = random.nextInt(50) == 0 ? "null" : "s" + random.nextInt(400);
      String item = random.nextInt(60) == 0 ? "NA" : item(random);
      // few moments: many clicks of a session are of one time
      long time = START + random.nextInt(200) * 1_800_000L;
      log.append("%s,%s,%s,%d,%s\n".formatted(session, user, item, time, event(random)));
    }
    Path file = write("clicks.csv", log);
    for (String key : List.of("auto", "session", "user", "user-session")) {
      same(request(List.of(file)).with(Setting.KEY, key));
    }
    same(request(List.of(file)).with(Setting.DROP_DUPLICATES, "yes"));
    same(request(List.of(file)).with(Setting.ORDER, "file").with(Setting.SPLIT, "last-days:1"));
    same(request(List.of(file)).with(Setting.SPLIT, "users:0.5,0.1,0.4"));
    same(request(List.of(file)).with(Setting.EVENTS, "view").with(Setting.MERGE_REPEATS, "yes"));
  }

  @Test
  void everyRecipeOfAVendorsLog() throws IOException {
    Random random = new Random(2);
    StringBuilder log = new StringBuilder("timestamp,visitorid,event,itemid,transactionid\n");
    long end = 1_442_545_200_000L;
    for (int row = 0; row < 6_000; row++) {
      long visit = end - (1 + random.nextInt(27 * 4)) * 6 * 3_600_000L;
      long time = visit + random.nextInt(40) * 60_000L;
      String event = random.nextInt(5) == 0 ? "addtocart" : "view";
      log.append("%d,%d,%s,%s,\n".formatted(time, random.nextInt(30), event, random.nextInt(40)));
    }
    Path file = write("events.csv", log);
    for (String recipe : List.of("gru4rec", "session-rec", "pyg")) {
      same(request(List.of(file)).withRecipe(recipe));
    }
  }

  @Test
  void oneUserHasMostOfTheClicks() throws IOException {
    Random random = new Random(3);
    StringBuilder log = new StringBuilder("user,item,time\n");
    for (int row = 0; row < 5_000; row++) {
      String user = random.nextInt(10) > 0 ? "bot" : "u" + random.nextInt(100);
      log.append("%s,%s,%d\n".formatted(user, item(random), START + row * 7_000L));
    }
    Path file = write("clicks.csv", log);
    same(request(List.of(file)));
    same(request(List.of(file)).with(Setting.MAX_LENGTH, "none").with(Setting.GAP, "8s"));
  }

  @Test
  void filesInTheirOrderPackedAndQuoted() throws IOException {
    Path first = write("a.csv", quoted(4));
    Path second = folder.resolve("b.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(second))) {
      out.write(quoted(5).toString().getBytes(StandardCharsets.UTF_8));
    }
    Path third = write("c.csv", quoted(6));
    same(request(List.of(first, second, third)));
    same(request(List.of(third, second, first)));
  }

  @Test
  void lineBreaksInsideCells() throws IOException {
    StringBuilder log = quoted(7);
    log.append("s1,\"two\nlines\",%d\n".formatted(START));
    Path file = write("clicks.csv", log);
    Choices choices = new Choices(Map.of(), TimeFormat.AUTO, null, null, null, null, true, false);
    same(request(List.of(file), choices));
  }

  /** Beyond the first million characters, which are looked at before. */
  @Test
  void aFaultIsSaidAsItIsOfOneMachine() throws IOException {
    StringBuilder log = new StringBuilder("session,item,time\n");
    for (int row = 0; row < 60_000; row++) {
      log.append("s%d,\"i%d\",%d\n".formatted(row / 4, row % 90, START + row));
    }
    for (String row : List.of("s1,\"two\nlines\",1700000000000", "s1,i1,soon", "s1,i1,1,2,3,4")) {
      PrepareRequest request = request(List.of(write("clicks.csv", log + row + "\ns2,i1,\n")));
      Look look = Formats.look(LogLook.AUTO, request.inputs(), request.choices());
      SparkReading onSpark = new SparkReading(spark, 2, 200_000);
      assertThat(message(() -> Prepare.run(request, look, onSpark, Progress.NONE)))
          .isEqualTo(message(() -> Prepare.run(request, look, Progress.NONE)))
          .contains("clicks.csv, line 60002");
    }
  }

  private static String message(ThrowingCallable call) {
    return catchThrowableOfType(DataException.class, call).getMessage();
  }

  @Test
  void sessionsInJson() throws IOException {
    Random random = new Random(8);
    StringBuilder log = new StringBuilder();
    for (int session = 0; session < 600; session++) {
      log.append("{\"session\":%d,\"events\":[".formatted(session));
      int clicks = 1 + random.nextInt(6);
      for (int c = 0; c < clicks; c++) {
        log.append(c == 0 ? "" : ",");
        log.append(
            "{\"aid\":%d,\"ts\":%d,\"type\":\"clicks\"}"
                .formatted(random.nextInt(50), START + session * 2_000_000L + c * 1_000L));
      }
      log.append("]}\n");
    }
    Path file = write("otto.jsonl", log);
    same(request(List.of(file)));
  }

  /** Read by the library that Spark has, whose classes others carry stand-ins for. */
  @Test
  void logsInParquet() throws IOException {
    Path csv = write("clicks.csv", quoted(9));
    Path written = folder.resolve("parquet");
    SparkSession.builder()
        .getOrCreate()
        .read()
        .option("header", true)
        .csv(csv.toString())
        .coalesce(1)
        .write()
        .parquet(written.toString());
    Path file;
    try (Stream<Path> all = Files.list(written)) {
      file = all.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    same(request(List.of(file)));
    assertThat(Hashes.fingerprint(Prepare.run(request(List.of(file)), Progress.NONE).dataset()))
        .isEqualTo(Hashes.fingerprint(Prepare.run(request(List.of(csv)), Progress.NONE).dataset()));
  }

  private static StringBuilder quoted(int seed) {
    Random random = new Random(seed);
    StringBuilder log = new StringBuilder("session,item,time\n");
    for (int row = 0; row < 1_500; row++) {
      long time = START + random.nextInt(10_000_000);
      log.append("s%d,\"%s\",%d\n".formatted(random.nextInt(200), item(random), time));
    }
    return log;
  }

  /** Numbers and texts, some not of ASCII, some with what separates cells. */
  private static String item(Random random) {
    int number = random.nextInt(80);
    return number % 3 == 0 ? "Stück " + number : Integer.toString(number);
  }

  private static String event(Random random) {
    return random.nextInt(3) == 0 ? "cart" : "view";
  }

  private Path write(String name, CharSequence log) throws IOException {
    return Files.writeString(folder.resolve(name), log);
  }

  private static PrepareRequest request(List<Path> files) {
    return request(files, Choices.NONE);
  }

  private static PrepareRequest request(List<Path> files, Choices choices) {
    Look look = Formats.look(LogLook.AUTO, files, choices);
    return PrepareRequest.of(look, choices, files, "log");
  }

  private static SparkReading reading(int parts) {
    return new SparkReading(spark, parts, SHORT_PIECES, SHORT_SLICES);
  }

  private void same(PrepareRequest request) throws IOException {
    Look look = Formats.look(LogLook.AUTO, request.inputs(), request.choices());
    Prepared alone = Prepare.run(request, look, Progress.NONE);
    SortedMap<String, String> expected = files(request, alone);
    for (int parts : new int[] {1, 2, 7}) {
      Prepared onSpark = Prepare.run(request, look, reading(parts), Progress.NONE);
      assertThat(onSpark.notes()).isEqualTo(alone.notes());
      assertThat(files(request, onSpark)).as("%s, %d parts", request, parts).isEqualTo(expected);
    }
  }

  /** The bytes of every file of the data set's folder. */
  private SortedMap<String, String> files(PrepareRequest request, Prepared prepared)
      throws IOException {
    Path out = Files.createTempDirectory(folder, "out").resolve("data");
    Origin origin =
        new Origin(
            prepared.provenance(),
            request.inputs().stream().map(Origin.SourceFile::of).toList(),
            prepared.filters(),
            prepared.counts(),
            prepared.dropped());
    DatasetWriter.write(prepared.dataset(), origin, out);
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(out)) {
      for (Path file : all.toList()) {
        files.put(
            file.getFileName().toString(),
            Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
      }
    }
    return files;
  }
}
