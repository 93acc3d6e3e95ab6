package io.sbr.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** All that is fuzzed. */
final class Subjects {
  private Subjects() {}

  /** One for each format of click logs and for each file of the folders. */
  static List<Subject> all() {
    List<Subject> all = new ArrayList<>(logs());
    all.add(new RecbolePartSubject());
    all.addAll(dataFolder());
    all.addAll(runFolder());
    all.add(new AskSubject());
    all.add(new AttributesSubject());
    all.add(new WithdrawnSubject());
    return all;
  }

  /** The one of a name. */
  static Subject named(String name) {
    return all().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<Subject> logs() {
    return List.of(
        new LogSubject("auto", packed()),
        new LogSubject(
            "csv",
            "session,item,time\n1,A,1700000000\n1,B,1700000010\n2,\"C, D\",1700000020\n",
            "user,session,item,time,event\nu,1,A,2024-01-01 10:05:00,view\nu,1,B,2024-01-01,buy\n"),
        new LogSubject("tsv", "user\titem\ttime\nu\t\"A\"\t100\nu\tB\t101\n"),
        new LogSubject(
            "recbole",
            "user_id:token\titem_id:token\ttimestamp:float\nu\tA\t1e9\nu\tB\t1000000010\n"),
        new LogSubject("yoochoose", "1,2014-04-07T10:51:09.277Z,214536502,0\n1,2014-04-07,2,0\n"),
        new LogSubject(
            "diginetica",
            "session_id;user_id;item_id;timeframe;eventdate\n1;NA;81766;526309;2016-05-09\n"),
        new LogSubject(
            "retailrocket",
            "timestamp,visitorid,event,itemid,transactionid\n1433221332117,257597,view,355908,\n"),
        new LogSubject(
            "rees46",
            "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,"
                + "user_session\n2019-10-01 00:00:00 UTC,view,44600062,2,,shiseido,35.79,541312140,"
                + "72d76fde-8bb3-4e00-8c23-a032dfed738c\n"),
        new LogSubject("appusage", "u1\t20160420081932\t3\tapp7\t12.5\n"),
        new LogSubject(
            "otto",
            "{\"session\":1,\"events\":[{\"aid\":59625,\"ts\":1661724000278,\"type\":\"clicks\"},"
                + "{\"aid\":1,\"ts\":1661724000279,\"type\":\"carts\"}]}\n"));
  }

  private static List<Subject> dataFolder() {
    return List.of(
        new DataFileSubject("dataset.json"),
        new DataFileSubject("items.csv.gz"),
        new DataFileSubject("train.txt.gz"),
        new DataFileSubject("train.times.txt.gz"),
        new DataFileSubject("train.durations.txt.gz"),
        new DataFileSubject("train.users.txt.gz"));
  }

  private static List<Subject> runFolder() {
    return List.of(
        new RunFileSubject("manifest.json", "srgnn", false),
        new RunFileSubject("run.json", "srgnn", false),
        new RunFileSubject("history.json", "srgnn", false),
        new RunFileSubject("items.csv.gz", "srgnn", false),
        new RunFileSubject("ranks.csv.gz", "srgnn", false),
        new RunFileSubject("model.safetensors", "srgnn", false),
        new RunFileSubject("checkpoint.safetensors", "srgnn", true),
        new RunFileSubject("views.csv.gz", "psrgat", false),
        new RunFileSubject("views.csv.gz", "user-markov", false),
        new RunFileSubject("popularity.csv.gz", "pop", false),
        new RunFileSubject("transitions.csv.gz", "markov", false),
        new RunFileSubject("rules.safetensors", "sr", false),
        new RunFileSubject("sessions.index", "v-sknn", false),
        new RunFileSubject("blend.json", "srgnn+v-sknn", false));
  }

  /** A log as it is, in another encoding, and packed. */
  private static List<byte[]> packed() {
    String log = "user;session;item;time\nu;1;A;2024-01-01 10:05:00\nu;1;B;2024-01-01 10:06:00\n";
    byte[] plain = log.getBytes(StandardCharsets.UTF_8);
    return List.of(plain, ("\uFEFF" + log).getBytes(StandardCharsets.UTF_16LE), gzip(plain));
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
