package io.sbr.bench.load.fault;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * Malformed requests one after another, each on a connection of its own. Some are proper by chance.
 * The server may refuse, answer or hang up; it may not say that it failed itself, nor keep silent.
 *
 * @param server its address
 * @param url the same as it was given
 * @param proper a request that is answered
 * @param count of requests
 * @param seed of all that is drawn
 */
record Fuzz(InetSocketAddress server, URI url, byte[] proper, int count, long seed)
    implements Fault {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** What a server is to say of another version of HTTP, of methods and encodings it lacks. */
  private static final String HONEST = "[1-4]..|501|505|closed";

  @Override
  public Outcome run(Visits visits) throws IOException {
    RandomGenerator random = new MersenneTwister(seed);
    Map<String, Integer> ends = new TreeMap<>();
    Map<String, Map<String, Integer>> kinds = new LinkedHashMap<>();
    double longest = 0;
    for (int i = 0; i < count; i++) {
      Malformed kind = Malformed.values()[i % Malformed.values().length];
      Exchange exchange = Exchange.of(server, kind.of(url, proper, random), PATIENCE);
      ends.merge(exchange.end(), 1, Integer::sum);
      kinds
          .computeIfAbsent(kind.name().toLowerCase(Locale.ROOT), name -> new TreeMap<>())
          .merge(exchange.end(), 1, Integer::sum);
      longest = Math.max(longest, exchange.seconds());
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("requests", count);
    figures.put("ends", ends);
    figures.put("max_seconds", longest);
    figures.put("kinds", kinds);
    return new Outcome(ends.keySet().stream().allMatch(end -> end.matches(HONEST)), figures);
  }
}
