package io.sbr.data.exchange;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.data.Shown;
import io.sbr.data.Vocabulary;
import io.sbr.data.read.Bounds;
import io.sbr.data.read.Dialect;
import io.sbr.data.read.LogFile;
import io.sbr.data.read.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads RecBole's benchmark files, {@code NAME.train.inter}, {@code NAME.valid.inter} and {@code
 * NAME.test.inter}, as a data set: the sessions whose examples their rows are. Train and validation
 * are its train part, validation last, so that {@code honest} finds it there. Nothing is filtered;
 * items are numbered by first appearance.
 *
 * <p>The rows of a session stand together, by growing or falling length; whether they have one id
 * or one each does not matter. A session of which only some examples have a row is a fault: every
 * prefix of a session is learned from and measured here, so other examples would be made of it.
 */
public final class RecboleBenchmark {
  /** What {@code --format} calls it. */
  public static final String FORMAT = "recbole-benchmark";

  private static final List<String> PARTS = List.of("train", "valid", "test");

  private final Map<String, Integer> numbers = new LinkedHashMap<>();

  private RecboleBenchmark() {}

  /**
   * Reads the parts.
   *
   * @param files named after their parts, in any order; validation may be missing
   * @param name of the data set
   * @throws DataException if a part is missing or there twice; if a file cannot be read or has
   *     another header; or naming file and line if a row cannot be what it should be
   */
  public static Dataset read(List<Path> files, String name) {
    Map<String, Path> parts = parts(files);
    RecboleBenchmark reader = new RecboleBenchmark();
    List<int[]> train = reader.sessions(parts.get("train"));
    if (parts.containsKey("valid")) {
      train.addAll(reader.sessions(parts.get("valid")));
    }
    List<int[]> test = reader.sessions(parts.get("test"));
    return new Dataset(
        name,
        new Vocabulary(List.copyOf(reader.numbers.keySet())),
        Sessions.of(train.toArray(int[][]::new)),
        Sessions.of(test.toArray(int[][]::new)));
  }

  private static Map<String, Path> parts(List<Path> files) {
    Map<String, Path> parts = new LinkedHashMap<>();
    for (Path file : files) {
      String part =
          PARTS.stream()
              .filter(p -> file.getFileName().toString().matches(".*\\." + p + "\\.inter(\\..*)?"))
              .findFirst()
              .orElseThrow(
                  () ->
                      new DataException(
                          file
                              + ": which part this is cannot be told from its name, which should"
                              + " end with .train.inter, .valid.inter or .test.inter"));
      Path other = parts.put(part, file);
      if (other != null) {
        throw new DataException("%s and %s are both the %s part".formatted(other, file, part));
      }
    }
    for (String needed : List.of("train", "test")) {
      if (!parts.containsKey(needed)) {
        throw new DataException("no ." + needed + ".inter among the files: both parts are needed");
      }
    }
    return parts;
  }

  private List<int[]> sessions(Path path) {
    LogFile file = new LogFile(path, bytes -> {});
    long line = 1;
    try (Rows rows = new Rows(file.name(), file.open(), Dialect.plain("\t"))) {
      Columns columns = Columns.of(file.name(), rows.next());
      Part part = new Part(file.name());
      for (String[] row = rows.next(); row != null; row = rows.next()) {
        line = rows.line();
        part.add(columns.session(row), line, clicks(file.name(), line, columns, row));
      }
      return part.sessions();
    } catch (IOException e) {
      throw file.failure(line, e);
    }
  }

  /** The clicks so far and the one that follows, numbered. */
  private int[] clicks(String file, long line, Columns columns, String[] row) {
    if (row.length != columns.count) {
      throw new DataException(
          file, line, "%d cells, the header has %d".formatted(row.length, columns.count));
    }
    String[] prefix = row[columns.prefix].split(" ", -1);
    int[] clicks = new int[prefix.length + 1];
    for (int i = 0; i < clicks.length; i++) {
      String item = i < prefix.length ? prefix[i] : row[columns.target];
      if (item.isEmpty()) {
        throw new DataException(
            file,
            line,
            i == prefix.length
                ? "no item follows the list"
                : "the list of items is empty, or has two blanks in a row");
      }
      if (item.length() > Bounds.ID) {
        throw new DataException(
            file, line, "an item id of more than %,d characters".formatted(Bounds.ID));
      }
      clicks[i] = numbers.computeIfAbsent(item, id -> numbers.size() + 1);
    }
    return clicks;
  }

  /**
   * Where the columns stand, from 0.
   *
   * @param session of the first column that is none of the others
   * @param count of all, others too
   */
  private record Columns(int session, int prefix, int target, int count) {
    static Columns of(String file, String[] header) {
      List<String> names = header == null ? List.of() : List.of(header);
      int prefix = names.indexOf(RecboleFiles.PREFIX);
      int target = names.indexOf(RecboleFiles.TARGET);
      int session = names.indexOf(RecboleFiles.SESSION);
      session = session < 0 ? names.indexOf("user_id:token") : session;
      if (prefix < 0 || target < 0 || session < 0) {
        throw new DataException(
            file,
            1,
            "a header with session_id:token (or user_id:token), item_id_list:token_seq and"
                + " item_id:token is expected, not "
                + Shown.quoted(String.join(" ", names)));
      }
      return new Columns(session, prefix, target, names.size());
    }

    String session(String[] row) {
      return session < row.length ? row[session] : "";
    }
  }

  /** The sessions of one file. */
  private static final class Part {
    private final String file;
    private final List<int[]> sessions = new ArrayList<>();
    private final Set<String> ended = new HashSet<>();
    private PrefixChain chain; // null before the first row

    Part(String file) {
      this.file = file;
    }

    void add(String session, long line, int[] clicks) {
      boolean same = chain != null && chain.session().equals(session);
      if (chain != null && chain.take(clicks)) {
        return;
      }
      if (same || ended.contains(session)) {
        throw new DataException(
            file,
            line,
            "the rows of session %s are not its prefixes, each by one click longer than the next"
                .formatted(Shown.quoted(session)));
      }
      end();
      chain = new PrefixChain(session, line, clicks);
    }

    private void end() {
      if (chain == null) {
        return;
      }
      if (chain.missing() > 0) {
        throw new DataException(
            file,
            chain.line(),
            ("session %s has no row for its first %d prefixes: here every prefix of a session is"
                    + " learned from and measured (leave-one-out files cannot be read; their"
                    + " .inter can)")
                .formatted(Shown.quoted(chain.session()), chain.missing()));
      }
      ended.add(chain.session());
      sessions.add(chain.clicks());
    }

    List<int[]> sessions() {
      end();
      if (sessions.isEmpty()) {
        throw new DataException(file + ": a header, but no rows");
      }
      return sessions;
    }
  }
}
