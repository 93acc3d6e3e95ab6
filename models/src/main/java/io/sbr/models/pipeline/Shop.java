package io.sbr.models.pipeline;

import io.sbr.models.catalogue.Catalogue;
import io.sbr.models.catalogue.ItemSearch;
import io.sbr.models.catalogue.RunCatalogue;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The catalogue that a recommender goes by, until another takes its place, and the search in it.
 * Thread-safe.
 */
final class Shop {
  private final LoadedRun run;
  private volatile RunCatalogue catalogue;
  private Optional<ItemSearch> search = Optional.empty(); // guarded by this

  Shop(LoadedRun run) {
    this.run = run;
    use(Catalogue.empty());
  }

  /** From now on it is this one. */
  synchronized void use(Catalogue next) {
    catalogue = new RunCatalogue(run.items(), next);
    search = Optional.empty();
  }

  /** The one that holds now: whoever asks it twice for one answer asks the same. */
  RunCatalogue now() {
    return catalogue;
  }

  /** See {@link SessionRecommender#find}. */
  List<String> find(String text, int k) {
    return search().find(text, k);
  }

  private synchronized ItemSearch search() {
    if (search.isEmpty()) {
      int count = run.items().size();
      int[] order =
          run.popular()
              .map(popular -> popular.top(count, Optional.empty()).items())
              .orElseGet(() -> IntStream.rangeClosed(1, count).toArray());
      search = Optional.of(catalogue.search(order));
    }
    return search.get();
  }
}
