package io.sbr.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is wanted of an answer.
 *
 * @param k most items
 * @param excludeSeen whether the session's own items are left out
 * @param popular whether popular items are wanted where the run knows none of the clicks; if not,
 *     the server's own setting counts
 * @param run name of the run that is asked; the server's choice where none is named
 * @param filter values by column of the server's item attributes, of which an item must have one
 * @param allowed ids of the only items that may be returned; empty for all
 * @param excluded ids of items that must not be returned
 */
public record Wanted(
    int k,
    boolean excludeSeen,
    boolean popular,
    Optional<String> run,
    Map<String, List<String>> filter,
    Optional<List<String>> allowed,
    List<String> excluded) {
  /** Keeps copies. */
  public Wanted {
    filter = Map.copyOf(filter);
    allowed = allowed.map(List::copyOf);
    excluded = List.copyOf(excluded);
  }

  /** The k best items of the run that the server chooses. */
  public static Wanted top(int k) {
    return new Wanted(k, false, false, Optional.empty(), Map.of(), Optional.empty(), List.of());
  }

  /** The same without the session's own items. */
  public Wanted withoutSeen() {
    return new Wanted(k, true, popular, run, filter, allowed, excluded);
  }

  /** The same with popular items where no click is known. */
  public Wanted orPopular() {
    return new Wanted(k, excludeSeen, true, run, filter, allowed, excluded);
  }

  /** The same of another run. */
  public Wanted from(String run) {
    return new Wanted(k, excludeSeen, popular, Optional.of(run), filter, allowed, excluded);
  }

  /** The same of items that have one of these values in a column, or of those asked for before. */
  public Wanted where(String column, String... values) {
    Map<String, List<String>> more = new LinkedHashMap<>(filter);
    List<String> any = new ArrayList<>(filter.getOrDefault(column, List.of()));
    any.addAll(List.of(values));
    more.put(column, any);
    return new Wanted(k, excludeSeen, popular, run, more, allowed, excluded);
  }

  /** The same of these items alone. */
  public Wanted among(List<String> ids) {
    return new Wanted(k, excludeSeen, popular, run, filter, Optional.of(ids), excluded);
  }

  /** The same without these items. */
  public Wanted without(List<String> ids) {
    return new Wanted(k, excludeSeen, popular, run, filter, allowed, ids);
  }
}
