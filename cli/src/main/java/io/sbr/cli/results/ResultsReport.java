package io.sbr.cli.results;

import io.sbr.data.Dataset;
import io.sbr.models.pipeline.StoredRun;
import io.sbr.models.run.DataIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The tables of some runs in every form.
 *
 * @param tables all of them
 * @param known rows that are asked for
 */
public record ResultsReport(List<ResultTable> tables, KnownRows known) {
  /**
   * The tables of these runs.
   *
   * @param data finds the sessions that runs have learned from; empty if they are not at hand
   * @param reference name of the row that others are compared with
   */
  public static ResultsReport of(
      List<StoredRun> runs,
      KnownRows known,
      Function<DataIdentity, Optional<Dataset>> data,
      String reference) {
    return new ResultsReport(new Study(known, data, reference).tables(runs), known);
  }

  /** As plain values. */
  public List<Object> json() {
    return new JsonReport(known).of(tables);
  }

  /**
   * Writes the files that are wanted.
   *
   * @param markdown gets the tables; null for none
   * @param pictures folder for pictures; null for none
   * @return the tables as Markdown
   */
  public String write(Path markdown, Path pictures) throws IOException {
    Map<ResultTable, String> links = new LinkedHashMap<>();
    if (pictures != null) {
      Files.createDirectories(pictures);
      Set<String> used = new HashSet<>();
      for (ResultTable table : tables) {
        if (LearningCurves.any(table)) {
          String name = table.label();
          for (int i = 2; !used.add(name); i++) {
            name = table.label() + "-" + i; // data sets of one name that differ
          }
          Path picture = pictures.resolve(name + ".svg");
          Files.writeString(picture, LearningCurves.of(table));
          links.put(table, link(markdown, picture));
        }
      }
    }
    String text = new MarkdownReport(known, links).of(tables);
    if (markdown != null) {
      MarkedFile.write(markdown, text);
    }
    return text;
  }

  /** The picture as seen from the text. */
  private static String link(Path markdown, Path picture) {
    if (markdown == null) {
      return picture.toString().replace('\\', '/');
    }
    Path from = markdown.toAbsolutePath().normalize().getParent();
    return from.relativize(picture.toAbsolutePath().normalize()).toString().replace('\\', '/');
  }
}
