package io.sbr.models.train;

import io.sbr.models.blend.Blending;
import io.sbr.models.eval.Metrics;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of a blend on test, each by itself: their ranks are kept, so that what the blend gains
 * over them can be tested target by target, and their figures stand beside the blend's.
 */
final class PartFigures {
  private PartFigures() {}

  /**
   * Measures the parts and keeps their ranks.
   *
   * @param epoch whose weights the network has
   * @return their figures by name, the network's first; none where nothing is blended
   */
  static Map<String, Metrics> keep(Blending blending, RunStore store, int epoch, List<Integer> ks)
      throws IOException {
    Map<String, Metrics> figures = new LinkedHashMap<>();
    Optional<Blending.Parts> apart = blending.apart();
    if (apart.isPresent()) {
      Blending.Parts parts = apart.get();
      store.saveRanks(RunStore.Figure.NETWORK, epoch, parts.networkRanks());
      store.saveRanks(RunStore.Figure.NEIGHBOURS, epoch, parts.neighbourRanks());
      figures.put(parts.network(), Metrics.of(parts.networkRanks(), ks));
      figures.put(parts.neighbours(), Metrics.of(parts.neighbourRanks(), ks));
    }
    return figures;
  }
}
