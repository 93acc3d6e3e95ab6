package io.sbr.models.neighbour;

import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.sparse.SessionTimes;
import java.util.Arrays;
import java.util.List;

/** STAN and V-STAN: neighbours in sequence and time. */
public final class Stan {
  private static final String OFF = "; 0 for no fading";

  /** λ of clicks. */
  static final ModelSetting<Double> SPW =
      ModelSetting.number(
          "lambda-spw", 0, 1e9, 1.02, "published", "fading of clicks, in clicks" + OFF);

  /** λ of days. */
  static final ModelSetting<Double> SNH =
      ModelSetting.number(
          "lambda-snh", 0, 1e9, 5, "published", "fading of neighbours, in days" + OFF);

  /** λ of distance. */
  static final ModelSetting<Double> INH =
      ModelSetting.number(
          "lambda-inh",
          0,
          1e9,
          2.05,
          "published",
          "fading of a neighbour's items, in clicks from what is shared" + OFF);

  /** λ of the latest shared click. */
  static final ModelSetting<Double> IPW =
      ModelSetting.number(
          "lambda-ipw",
          0,
          1e9,
          1.02,
          "published",
          "fading of votes, in clicks after the latest shared one" + OFF);

  private static final ModelSetting<Integer> SAMPLE =
      NeighbourSettings.SAMPLE.withDefault(5000, "published");

  private static final ModelSetting<Double> IDF =
      NeighbourSettings.IDF.withDefault(5.0, "published");

  /** {@code stan}. */
  public static final NeighbourKind KIND =
      new NeighbourKind(
          "stan",
          "STAN: neighbours fade with time, items with distance (Garg et al., 2019)",
          List.of(
              NeighbourSettings.NEIGHBOURS,
              SAMPLE,
              SPW,
              SNH,
              INH,
              NeighbourSettings.DROP,
              SessionTimes.SESSIONS_PER_DAY),
          NeighbourKind.IndexShape.ALL,
          (settings, index, secondsSince) -> {
            double[] ones = new double[index.itemCount() + 1];
            Arrays.fill(ones, 1);
            return method(settings, 0, secondsSince, ones);
          });

  /** {@code v-stan}. */
  public static final NeighbourKind V_KIND =
      new NeighbourKind(
          "v-stan",
          "V-STAN: STAN with V-SKNN's weights of votes and items (Ludewig et al., 2019)",
          List.of(
              NeighbourSettings.NEIGHBOURS,
              SAMPLE,
              SPW,
              SNH,
              INH,
              IPW,
              IDF,
              NeighbourSettings.DROP,
              SessionTimes.SESSIONS_PER_DAY),
          NeighbourKind.IndexShape.ALL,
          (settings, index, secondsSince) -> {
            double weight = settings.get(IDF);
            double[] factors =
                Arrays.stream(Frequencies.ofClicks(index)).map(idf -> 1 + idf * weight).toArray();
            return method(settings, settings.get(IPW), secondsSince, factors);
          });

  private Stan() {}

  private static NeighbourMethod method(
      ModelSettings settings, double ipw, long secondsSince, double[] factors) {
    return new NeighbourMethod(
        new StanVotes(
            settings.get(NeighbourSettings.NEIGHBOURS),
            settings.get(SAMPLE),
            settings.get(SPW),
            settings.get(SNH),
            settings.get(INH),
            ipw,
            secondsSince,
            factors),
        settings.get(NeighbourSettings.DROP));
  }
}
