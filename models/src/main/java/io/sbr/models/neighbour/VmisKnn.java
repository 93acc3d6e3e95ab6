package io.sbr.models.neighbour;

import io.sbr.models.neighbour.NeighbourSettings.Dropped;
import io.sbr.models.settings.ModelSetting;
import java.util.Arrays;
import java.util.List;

/** VMIS-kNN: V-SKNN over lists of bounded length, as the server Serenade has it. */
public final class VmisKnn {
  private static final ModelSetting<Integer> NEIGHBOURS =
      NeighbourSettings.NEIGHBOURS.withDefault(288, "Serenade's configuration");

  private static final ModelSetting<Integer> SAMPLE =
      NeighbourSettings.SAMPLE.withDefault(1502, "Serenade's configuration");

  private static final ModelSetting<Double> IDF =
      NeighbourSettings.IDF.withDefault(1.0, "Serenade's configuration");

  private static final ModelSetting<Dropped> DROP =
      NeighbourSettings.DROP.withDefault(Dropped.LAST, "published");

  /** How many clicks are used. */
  static final ModelSetting<Integer> MOST_CLICKS =
      ModelSetting.wholeNumber(
          "most-clicks",
          0,
          1000,
          4,
          "Serenade's configuration",
          "clicks of the session that are used, the last ones; 0 for all");

  /** Which sessions are left out. */
  static final ModelSetting<Integer> LONGEST =
      ModelSetting.wholeNumber(
          "longest",
          0,
          1_000_000,
          0,
          "our choice",
          "sessions of more distinct items are no neighbours; 0 for no limit");

  /** {@code vmis-knn}. */
  public static final NeighbourKind KIND =
      new NeighbourKind(
          "vmis-knn",
          "VMIS-kNN: V-SKNN over the newest sessions of each item (Kersbergen et al., 2022)",
          List.of(NEIGHBOURS, SAMPLE, MOST_CLICKS, LONGEST, IDF, DROP),
          settings -> IndexBounds.of(settings.get(SAMPLE), settings.get(LONGEST)),
          (settings, index, secondsSince) -> {
            double weight = settings.get(IDF);
            double[] factors =
                Arrays.stream(Frequencies.ofPairs(index))
                    .map(idf -> idf * weight > 0 ? idf * weight : 1)
                    .toArray();
            return new NeighbourMethod(
                new VmisVotes(
                    settings.get(NEIGHBOURS),
                    settings.get(SAMPLE),
                    settings.get(MOST_CLICKS),
                    factors),
                settings.get(DROP));
          });

  private VmisKnn() {}
}
