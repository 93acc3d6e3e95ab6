package io.sbr.cli.serve;

import io.sbr.cli.options.InputOption;
import io.sbr.cli.report.Console;
import io.sbr.models.catalogue.AttributesFile;
import io.sbr.models.catalogue.Catalogue;
import io.sbr.server.api.ShopRules;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What a shop knows of its items, and its rules. */
final class ShopOptions {
  @Option(
      names = "--attributes",
      paramLabel = "FILE",
      description =
          "what is known of the items, joined into every answer: CSV whose header names the columns,"
              + " one of them the item's id (item_id, say), the others as one likes (title,"
              + " category, available)")
  private Path attributes;

  /** Refuses a file that is not there, before a run is loaded. */
  void check() {
    if (attributes != null) {
      InputOption.check(attributes);
    }
  }

  /**
   * The rules; says what was left out of the file.
   *
   * @throws io.sbr.data.DataException if the file cannot be read
   */
  ShopRules rules(Console console) {
    if (attributes == null) {
      return ShopRules.none();
    }
    AttributesFile.Content content = AttributesFile.read(attributes);
    content.note().ifPresent(console::note);
    return new ShopRules(Catalogue.of(content.attributes()));
  }
}
