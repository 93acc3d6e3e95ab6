package io.sbr.spark.score;

import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The forms in which answers are written: a row for each item, best first. */
enum AnswerForm {
  /** Parquet: session, rank, item, score. */
  PARQUET {
    @Override
    AnswerFile open(Path file, Configuration hadoop) throws IOException {
      return new ParquetAnswers(file, hadoop);
    }
  },
  /** CSV with a header; scores with all their digits. */
  CSV {
    @Override
    AnswerFile open(Path file, Configuration hadoop) throws IOException {
      return new CsvAnswers(file.getFileSystem(hadoop).create(file, true));
    }
  };

  /** Names of its columns: the session's id, the place from 1, the item's id, its score. */
  static final String[] COLUMNS = {"session", "rank", "item", "score"};

  /** Begins a file, over one that is there. */
  abstract AnswerFile open(Path file, Configuration hadoop) throws IOException;

  /** How names of its files end. */
  String suffix() {
    return "." + this;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
