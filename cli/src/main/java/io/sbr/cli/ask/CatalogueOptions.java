package io.sbr.cli.ask;

import io.sbr.cli.options.InputOption;
import io.sbr.cli.report.Console;
import io.sbr.models.catalogue.AttributesFile;
import io.sbr.models.catalogue.Catalogue;
import io.sbr.models.catalogue.ItemAttributes;
import io.sbr.models.pipeline.SessionRecommender;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that say what a shop knows of its items. */
public final class CatalogueOptions {
  @Option(
      names = "--attributes",
      paramLabel = "FILE",
      description =
          "what is known of the items, shown beside each: CSV whose header names the columns, one of"
              + " them the item's id (item_id, say), the others as one likes (title, category,"
              + " available)")
  private Path attributes;

  /** Refuses a file that is not there, before a run is loaded. */
  public void check() {
    if (attributes != null) {
      InputOption.check(attributes);
    }
  }

  /**
   * Lets a run answer by what was given; says what was left out of it.
   *
   * @return the attributes; none if there is no file
   * @throws io.sbr.data.DataException if the file cannot be read
   */
  public ItemAttributes join(SessionRecommender run, Console console) {
    if (attributes == null) {
      return ItemAttributes.NONE;
    }
    AttributesFile.Content content = AttributesFile.read(attributes);
    content.note().ifPresent(console::note);
    run.use(Catalogue.of(content.attributes()));
    run.mismatch().ifPresent(console::note);
    return content.attributes();
  }
}
