package io.sbr.data.exchange;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.data.Shown;
import io.sbr.data.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.StringJoiner;

/**
 * RecBole's atomic files: {@code NAME.inter}, a click a row, and its benchmark files {@code
 * NAME.train.inter}, {@code NAME.valid.inter}, {@code NAME.test.inter}, an example a row: the
 * clicks so far and the one that follows. Sessions are numbered from 1, those of train first.
 */
final class RecboleFiles {
  /** The clicks so far, blanks between them. */
  static final String PREFIX = "item_id_list:token_seq";

  static final String SESSION = "session_id:token";
  static final String TARGET = "item_id:token";

  /** What {@code honest} chooses its epoch on unless told otherwise. */
  private static final double VALIDATION = 0.1;

  private final Dataset data;
  private final Path folder;
  private final String name;

  /**
   * @param name what the files' names begin with: RecBole wants the folder's
   */
  RecboleFiles(Dataset data, Path folder, String name) {
    this.data = data;
    this.folder = folder;
    this.name = name;
  }

  /** {@code NAME.inter}; without times where the data have none. */
  void clicks() throws IOException {
    boolean timed = data.train().times() != null;
    String[] header =
        timed ? new String[] {SESSION, TARGET, "timestamp:float"} : new String[] {SESSION, TARGET};
    try (TabFile table = new TabFile(folder.resolve(name + ".inter"), header)) {
      clicks(data.train(), 1, timed, table);
      clicks(data.test(), 1 + data.train().count(), timed, table);
    }
  }

  private void clicks(Sessions sessions, int first, boolean timed, TabFile table)
      throws IOException {
    for (int s = 0; s < sessions.count(); s++) {
      for (int c = sessions.offset(s); c < sessions.offsets()[s + 1]; c++) {
        String session = Integer.toString(first + s);
        String item = data.items().id(sessions.items()[c]);
        if (timed) {
          table.row(session, item, EpochSeconds.of(sessions.times()[c]));
        } else {
          table.row(session, item);
        }
      }
    }
  }

  /**
   * The benchmark files of the data set's own parts. Validation is what {@code --protocol honest}
   * takes for it: the last tenth of the train sessions.
   */
  void parts() throws IOException {
    Split train = Split.byFraction(data.train(), VALIDATION);
    int valid = 1 + train.first().count();
    int test = 1 + data.train().count();
    try (TabFile table = benchmark("train")) {
      examples(train.first(), 1, (example, of) -> true, table);
    }
    try (TabFile table = benchmark("valid")) {
      examples(train.last(), valid, (example, of) -> true, table);
    }
    try (TabFile table = benchmark("test")) {
      examples(data.test(), test, (example, of) -> true, table);
    }
  }

  /**
   * The benchmark files of RecBole's leave-one-out over the sessions of both parts: of each
   * session's examples the last is for test, the one before for validation, all others for
   * training. Where there are only two, none is for validation; a single one is for training.
   */
  void leaveOneOut() throws IOException {
    try (TabFile train = benchmark("train");
        TabFile valid = benchmark("valid");
        TabFile test = benchmark("test")) {
      Sessions[] parts = {data.train(), data.test()};
      int first = 1;
      for (Sessions sessions : parts) {
        examples(sessions, first, (e, of) -> e < Math.max(1, of - 2), train);
        examples(sessions, first, (e, of) -> of > 2 && e == of - 2, valid);
        examples(sessions, first, (e, of) -> of > 1 && e == of - 1, test);
        first += sessions.count();
      }
    }
  }

  private TabFile benchmark(String part) throws IOException {
    Path file = folder.resolve(name + "." + part + ".inter");
    return new TabFile(file, SESSION, PREFIX, TARGET);
  }

  /** Which examples of a session are written. */
  private interface Choice {
    /** Whether this one is, counted from 0 by length, of so many. */
    boolean takes(int example, int of);
  }

  private void examples(Sessions sessions, int first, Choice choice, TabFile table)
      throws IOException {
    for (int s = 0; s < sessions.count(); s++) {
      StringJoiner prefix = new StringJoiner(" ");
      int examples = sessions.length(s) - 1;
      for (int e = 0; e < examples; e++) {
        prefix.add(word(sessions.item(s, e)));
        if (choice.takes(e, examples)) {
          String target = word(sessions.item(s, e + 1));
          table.row(Integer.toString(first + s), prefix.toString(), target);
        }
      }
    }
  }

  /** An item's id, which must not fall apart between its neighbours. */
  private String word(int item) {
    String id = data.items().id(item);
    if (id.isEmpty() || id.indexOf(' ') >= 0) {
      throw new DataException(
          name + ": the item id " + Shown.quoted(id) + " has a blank, which separates items there");
    }
    return id;
  }
}
