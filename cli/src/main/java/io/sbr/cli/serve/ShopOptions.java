package io.sbr.cli.serve;

import io.sbr.cli.options.InputOption;
import io.sbr.cli.options.OutputOption;
import io.sbr.cli.options.UsageException;
import io.sbr.cli.report.Console;
import io.sbr.data.Shown;
import io.sbr.models.catalogue.AttributesFile;
import io.sbr.models.catalogue.Catalogue;
import io.sbr.models.catalogue.ItemAttributes;
import io.sbr.models.catalogue.WithdrawnFile;
import io.sbr.models.pipeline.RankingOptions;
import io.sbr.server.api.ShopRules;
import io.sbr.server.serving.Split;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  @Option(
      names = "--withdrawn",
      paramLabel = "FILE",
      description =
          "keep the items that are withdrawn by --admin-port in this file, made at need, and"
              + " withdraw those in it from the start; default: a start forgets them")
  private Path withdrawn;

  @Option(
      names = "--unknown",
      paramLabel = "empty|popular",
      defaultValue = "empty",
      description =
          "the answer where the run knows none of the clicks and the request does not say what is"
              + " wanted: nothing, or the most clicked items; default ${DEFAULT-VALUE}")
  private RankingOptions.Unknown unknown;

  @Option(
      names = "--split",
      paramLabel = "NAME=SHARE,…",
      description =
          "which part of the sessions each run answers where a request names none, as a=90,b=10: by"
              + " a hash of the session's id, so that a session stays with its run; default: the"
              + " first answers all")
  private String shares;

  /**
   * Refuses a file that is not there and a split that is none, before a run is loaded.
   *
   * @param runs names that are served
   */
  void check(Set<String> runs) {
    if (attributes != null) {
      InputOption.check(attributes);
    }
    OutputOption.checkFile(withdrawn);
    if (shares != null) {
      split(runs);
    }
  }

  private Split split(Set<String> runs) {
    Map<String, Double> all = new LinkedHashMap<>();
    for (String share : shares.split(",")) {
      int equals = share.lastIndexOf('=');
      String name = share.substring(0, Math.max(0, equals)).strip();
      if (!runs.contains(name)) {
        throw new UsageException(
            "--split: %s names no run that is served; there are %s"
                .formatted(Shown.quoted(share), Shown.message(String.join(", ", runs))));
      }
      try {
        if (all.put(name, Double.valueOf(share.substring(equals + 1))) != null) {
          throw new UsageException("--split: run %s has two shares".formatted(Shown.quoted(name)));
        }
      } catch (NumberFormatException e) {
        throw new UsageException(
            "--split: %s has no number as share".formatted(Shown.quoted(share)));
      }
    }
    try {
      return new Split(all);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--split: " + e.getMessage());
    }
  }

  /**
   * The rules; says what was left out of the attributes, and how many items are withdrawn.
   *
   * @param runs names that are served
   * @throws io.sbr.data.DataException if a file cannot be read
   */
  ShopRules rules(Set<String> runs, Console console) {
    ItemAttributes known = ItemAttributes.NONE;
    if (attributes != null) {
      AttributesFile.Content content = AttributesFile.read(attributes);
      content.note().ifPresent(console::note);
      known = content.attributes();
    }
    return new ShopRules(
        catalogue(known, console), unknown, Optional.ofNullable(shares).map(given -> split(runs)));
  }

  private Catalogue catalogue(ItemAttributes known, Console console) {
    if (withdrawn == null) {
      return Catalogue.of(known);
    }
    Catalogue catalogue = Catalogue.of(known, new WithdrawnFile(withdrawn));
    int count = catalogue.withdrawn().size();
    console.note(
        "%s withdrawn, by %s"
            .formatted(count == 1 ? "1 item is" : count + " items are", withdrawn));
    return catalogue;
  }
}
