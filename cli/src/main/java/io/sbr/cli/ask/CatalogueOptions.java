package io.sbr.cli.ask;

import io.sbr.cli.options.InputOption;
import io.sbr.cli.options.UsageException;
import io.sbr.cli.report.Console;
import io.sbr.models.ask.AskedFilter;
import io.sbr.models.catalogue.AttributesFile;
import io.sbr.models.catalogue.Catalogue;
import io.sbr.models.catalogue.ItemAttributes;
import io.sbr.models.catalogue.ItemFilter;
import io.sbr.models.pipeline.SessionRecommender;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say what a shop knows of its items, and which of them are wanted. */
public final class CatalogueOptions {
  @Option(
      names = "--attributes",
      paramLabel = "FILE",
      description =
          "what is known of the items, which recommend shows beside each: CSV whose header names"
              + " the columns, one of them the item's id (item_id, say), the others as one likes"
              + " (title, category, available)")
  private Path attributes;

  @Option(
      names = "--filter",
      paramLabel = "COLUMN=VALUE",
      description =
          "only items of which --attributes say this; again for further values, of which one is"
              + " enough, and for further columns, which must all fit")
  private List<String> conditions = List.of();

  @Option(
      names = "--allow",
      paramLabel = "a,b,c",
      description = "only these items: ids between commas, as --items")
  private String allowed;

  @Option(
      names = "--exclude",
      paramLabel = "a,b,c",
      description = "none of these items: ids between commas, as --items")
  private String excluded;

  /** Refuses a file that is not there, and a filter that is none, before a run is loaded. */
  public void check() {
    if (attributes != null) {
      InputOption.check(attributes);
    } else if (!conditions.isEmpty()) {
      throw new UsageException("--filter needs --attributes, which say what items are");
    }
    filter();
  }

  /** Which items are wanted. */
  public ItemFilter filter() {
    try {
      ItemFilter filter = AskedFilter.of(conditions);
      if (allowed != null) {
        filter = filter.among(CsvIds.parse(allowed));
      }
      return excluded == null ? filter : filter.without(CsvIds.parse(excluded));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--filter: " + e.getMessage());
    }
  }

  /**
   * Lets a run answer by what was given; says what was left out of it.
   *
   * @return the attributes; none if there is no file
   * @throws io.sbr.data.DataException if the file cannot be read
   * @throws UsageException if it has no column that is filtered by
   */
  public ItemAttributes join(SessionRecommender run, Console console) {
    if (attributes == null) {
      return ItemAttributes.NONE;
    }
    AttributesFile.Content content = AttributesFile.read(attributes);
    content.note().ifPresent(console::note);
    run.use(Catalogue.of(content.attributes()));
    run.mismatch().ifPresent(console::note);
    try {
      run.check(filter());
    } catch (IllegalArgumentException e) {
      throw new UsageException("--filter: " + e.getMessage());
    }
    return content.attributes();
  }
}
