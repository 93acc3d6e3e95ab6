package io.sbr.cli.results;

import io.sbr.data.store.InputFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The rows that the experiments ask for, in the order of tables, and what was published of them:
 * {@code rows.csv} of their folder.
 *
 * @param rows in that order
 */
public record KnownRows(List<Known> rows) {
  /** The file in the folder. */
  public static final String FILE = "rows.csv";

  /** No rows are asked for. */
  public static final KnownRows NONE = new KnownRows(List.of());

  /**
   * A row.
   *
   * @param set name of the data set, and of the folder of the settings file
   * @param row name of the row, and of the settings file
   * @param published Recall@20 / MRR@20; empty if none are known
   * @param source of what was published
   */
  public record Known(String set, String row, String published, String source) {}

  /**
   * Reads the file of a folder.
   *
   * @throws IllegalArgumentException naming the file if it is not what it should be
   */
  public static KnownRows of(Path experiments) {
    Path file = experiments.resolve(FILE);
    CSVFormat format =
        CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).setTrim(true).get();
    List<Known> rows = new ArrayList<>();
    try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, format)) {
      for (CSVRecord line : parser) {
        rows.add(
            new Known(line.get("set"), line.get("row"), line.get("published"), line.get("source")));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": " + InputFiles.reason(e), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + " is malformed: " + e.getMessage(), e);
    }
    return new KnownRows(List.copyOf(rows));
  }

  /** The data sets, in order. */
  public Set<String> sets() {
    Set<String> sets = new LinkedHashSet<>();
    rows.forEach(row -> sets.add(row.set));
    return sets;
  }

  /** The rows of a data set. */
  public List<Known> of(String set) {
    return rows.stream().filter(row -> row.set.equals(set)).toList();
  }

  /** One of them. */
  public Optional<Known> find(String set, String row) {
    return of(set).stream().filter(known -> known.row.equals(row)).findFirst();
  }
}
