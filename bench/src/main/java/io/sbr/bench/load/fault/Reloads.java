package io.sbr.bench.load.fault;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.bench.load.drive.Answer;
import io.sbr.bench.load.drive.HttpText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/**
 * The run is loaded anew, again and again.
 *
 * @param address the admin port
 * @param url the same as it was given
 * @param run its name
 * @param folders in turns; the one that is served if there are none
 * @param times how often
 */
record Reloads(InetSocketAddress address, URI url, String run, List<String> folders, int times)
    implements Fault {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Override
  public Outcome run(Visits visits) throws IOException {
    Map<Integer, Integer> statuses = new TreeMap<>();
    DescriptiveStatistics seconds = new DescriptiveStatistics();
    for (int i = 0; i < times; i++) {
      long begin = System.nanoTime();
      Answer answer = reload(i);
      seconds.addValue((System.nanoTime() - begin) / 1e9);
      statuses.merge(answer.status(), 1, Integer::sum);
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("reloads", times);
    figures.put("statuses", statuses);
    figures.put("median_seconds", seconds.getPercentile(50));
    figures.put("max_seconds", seconds.getMax());
    return new Outcome(statuses.keySet().equals(Set.of(200)), figures);
  }

  /** Loads the folder whose turn it is. */
  Answer reload(int turn) throws IOException {
    String body =
        folders.isEmpty()
            ? ""
            : new ObjectMapper()
                .writeValueAsString(Map.of("folder", folders.get(turn % folders.size())));
    return Exchange.ask(
        address, HttpText.post(url, "/admin/v1/runs/" + run + "/reload", body), PATIENCE);
  }
}
