package io.sbr.bench.load;

import io.sbr.bench.load.visit.Questions;
import io.sbr.bench.load.watch.ServerProcess;
import io.sbr.data.store.Datasets;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that say which server is asked, and about what. */
public final class Target {
  @Option(
      names = "--url",
      defaultValue = "http://127.0.0.1:8080",
      description = "the server, without TLS; default ${DEFAULT-VALUE}")
  private URI url;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = Datasets.DEMO,
      description =
          "data set whose test sessions are replayed, with ids as the run knows them; default"
              + " ${DEFAULT-VALUE}, the built-in one")
  private String data;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "name of the run that is asked; default: the server's first")
  private String run;

  @Option(names = "--k", defaultValue = "20", description = "items of an answer; default 20")
  private int k;

  @Option(
      names = "--filter",
      paramLabel = "COLUMN=VALUE",
      description =
          "ask for items of which the server's --attributes say this; again for further values and"
              + " columns")
  private List<String> filters = List.of();

  @Option(
      names = "--server-pid",
      paramLabel = "PID",
      description = "the server's process on this machine, to look at its processors and memory")
  private Long pid;

  @Option(names = "--seed", defaultValue = "1", description = "default ${DEFAULT-VALUE}")
  private long seed;

  /** Where it listens. */
  public InetSocketAddress address() {
    return address("--url", url);
  }

  /**
   * The place that an address names.
   *
   * @param option that brought it, for the message
   */
  public static InetSocketAddress address(String option, URI url) {
    if (!"http".equals(url.getScheme()) || url.getHost() == null) {
      throw new IllegalArgumentException(option + " must be as http://127.0.0.1:8080, not " + url);
    }
    InetSocketAddress address =
        new InetSocketAddress(url.getHost(), url.getPort() < 0 ? 80 : url.getPort());
    if (address.isUnresolved()) {
      throw new IllegalArgumentException(option + " " + url + ": there is no such host");
    }
    return address;
  }

  /** Its address as it was given. */
  public URI url() {
    return url;
  }

  /** The run's name, if one was given. */
  public Optional<String> run() {
    return Optional.ofNullable(run);
  }

  /** Reads the data. */
  public Questions questions() {
    return new Questions(url, run(), k, filters, Datasets.load(data));
  }

  /** The server's process, if it was given. */
  public Optional<ServerProcess> process() {
    return Optional.ofNullable(pid).map(ServerProcess::new);
  }

  /** Of all that is drawn. */
  public long seed() {
    return seed;
  }
}
