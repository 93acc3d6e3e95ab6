package io.sbr.cli.command;

import io.sbr.cli.ask.CatalogueOptions;
import io.sbr.cli.ask.ClickOptions;
import io.sbr.cli.ask.Remarks;
import io.sbr.cli.explain.BlendText;
import io.sbr.cli.explain.CountingText;
import io.sbr.cli.explain.ExplanationDot;
import io.sbr.cli.explain.ExplanationSvg;
import io.sbr.cli.explain.ExplanationText;
import io.sbr.cli.explain.NeighbourText;
import io.sbr.cli.explain.RuleText;
import io.sbr.cli.options.Ks;
import io.sbr.cli.options.OutputOption;
import io.sbr.cli.options.RunOption;
import io.sbr.cli.options.UsageException;
import io.sbr.cli.report.Console;
import io.sbr.models.ask.ExplanationJson;
import io.sbr.models.explain.BlendExplanation;
import io.sbr.models.explain.CountingExplanation;
import io.sbr.models.explain.Explanation;
import io.sbr.models.explain.GraphExplanation;
import io.sbr.models.explain.NeighbourExplanation;
import io.sbr.models.explain.RuleExplanation;
import io.sbr.models.pipeline.Clicks;
import io.sbr.models.pipeline.RankingOptions;
import io.sbr.models.pipeline.SessionRecommender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sbr explain}: why a run recommends what it does. */
@Command(name = "explain", sortOptions = false)
public final class ExplainCommand extends ComputeCommand {
  /** How an explanation is written. */
  enum Format {
    TEXT,
    JSON,
    DOT,
    SVG
  }

  @Option(names = "--run", paramLabel = "DIR", required = true, description = "the run to ask")
  private Path folder;

  @Mixin private ClickOptions session;

  @Option(
      names = "--k",
      paramLabel = "K",
      defaultValue = "5",
      description = "results to explain; default ${DEFAULT-VALUE}")
  private int k;

  @Option(names = "--exclude-seen", description = "leave out items of the session itself")
  private boolean excludeSeen;

  @Mixin private CatalogueOptions shop;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description =
          "text, json, dot (Graphviz) or svg (a picture); default by the ending of --out, else"
              + " text")
  private Format format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "write to a file, which is replaced, not to standard output")
  private Path out;

  @Override
  protected void check() {
    Ks.check("--k", List.of(k));
    RunOption.check(folder);
    shop.check();
    if (!session.given()) {
      throw new UsageException("give the clicks with --items or --item");
    }
    session.clicks();
    OutputOption.checkFile(out);
  }

  private Format format(Console console) {
    if (console.json()) {
      if (out != null) {
        throw new UsageException(
            "--json is for standard output; with --out, leave it out and say --format json");
      }
      if (format != null && format != Format.JSON) {
        throw new UsageException(
            "--json contradicts --format " + format.name().toLowerCase(Locale.ROOT));
      }
      return Format.JSON;
    }
    if (format != null || out == null) {
      return format == null ? Format.TEXT : format;
    }
    String name = out.getFileName().toString().toLowerCase(Locale.ROOT);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "svg" -> Format.SVG;
      case "dot", "gv" -> Format.DOT;
      case "json" -> Format.JSON;
      default -> Format.TEXT;
    };
  }

  @Override
  protected Optional<String> modelWithoutBackend() {
    return withoutBackend(folder);
  }

  @Override
  protected int run(Console console) throws IOException {
    Format wanted = format(console);
    try (Device device = device(console);
        SessionRecommender run = SessionRecommender.loadForOneCall(folder, device.backend())) {
      Clicks clicks = session.clicks();
      Remarks remarks = new Remarks(run);
      remarks.add(clicks);
      if (clicks.items().stream().allMatch(id -> run.items().number(id) == 0)) {
        throw new UsageException(String.join("; ", remarks.lines()));
      }
      shop.join(run, console);
      RankingOptions options = RankingOptions.top(k).only(shop.filter());
      Explanation explanation = run.explain(clicks, excludeSeen ? options.withoutSeen() : options);
      device.announce(console);
      remarks.lines().forEach(console::note);
      String text = explanation.accept(new Shown(wanted, device));
      if (out == null) {
        boolean picture = wanted == Format.SVG || wanted == Format.DOT;
        console.print(picture ? Ascii.of(text) : text);
      } else {
        OutputOption.write(out, text);
        console.note("written: " + out);
      }
    }
    return 0;
  }

  private String json(Explanation explanation, Device device) {
    Map<String, Object> object = device.result("explain");
    object.put("run", folder.toString());
    object.putAll(ExplanationJson.of(explanation));
    return Console.json(object);
  }

  /** An explanation in the form that is wanted. */
  private final class Shown implements Explanation.Visitor<String> {
    private final Format wanted;
    private final Device device;

    Shown(Format wanted, Device device) {
      this.wanted = wanted;
      this.device = device;
    }

    @Override
    public String graph(GraphExplanation explanation) {
      return switch (wanted) {
        case TEXT -> ExplanationText.of(explanation);
        case DOT -> ExplanationDot.of(explanation);
        case SVG -> ExplanationSvg.of(explanation);
        case JSON -> json(explanation, device);
      };
    }

    @Override
    public String counting(CountingExplanation explanation) {
      return withoutGraph(explanation, () -> CountingText.of(explanation));
    }

    @Override
    public String neighbours(NeighbourExplanation explanation) {
      return withoutGraph(explanation, () -> NeighbourText.of(explanation));
    }

    @Override
    public String rules(RuleExplanation explanation) {
      return withoutGraph(explanation, () -> RuleText.of(explanation));
    }

    /** A picture is of the network: past sessions have no graph of this one. */
    @Override
    public String blend(BlendExplanation explanation) {
      return switch (wanted) {
        case TEXT -> BlendText.of(explanation);
        case JSON -> json(explanation, device);
        case DOT, SVG -> graph(explanation.network());
      };
    }

    private String withoutGraph(Explanation explanation, Supplier<String> text) {
      return switch (wanted) {
        case TEXT -> text.get();
        case JSON -> json(explanation, device);
        case DOT, SVG ->
            throw new UsageException(
                explanation.model() + " has no session graph to draw: --format text or json");
      };
    }
  }
}
