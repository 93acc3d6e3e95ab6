package io.sbr.models.catalogue;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * What a shop says of its items, for any number of runs at once and for whatever versions of them
 * come: what is known of them, and which are withdrawn for now. Thread-safe.
 */
public final class Catalogue {
  private final ItemAttributes attributes;
  private volatile Set<String> withdrawn = Set.of();

  private Catalogue(ItemAttributes attributes) {
    this.attributes = attributes;
  }

  /** A catalogue of items with these attributes. */
  public static Catalogue of(ItemAttributes attributes) {
    return new Catalogue(attributes);
  }

  /** One that says nothing. */
  public static Catalogue empty() {
    return new Catalogue(ItemAttributes.NONE);
  }

  /** What is known of the items. */
  public ItemAttributes attributes() {
    return attributes;
  }

  /** Items that no answer may hold; a set that does not change. */
  public Set<String> withdrawn() {
    return withdrawn;
  }

  /**
   * Withdraws items and takes others back, in one step. Answers that are begun afterwards hold none
   * of those withdrawn.
   *
   * @param out original ids, known to a run or not
   * @param back which may be recommended again
   * @return all that are withdrawn now
   */
  public synchronized Set<String> withdraw(Collection<String> out, Collection<String> back) {
    Set<String> all = new HashSet<>(withdrawn);
    all.removeAll(Set.copyOf(back));
    all.addAll(out);
    withdrawn = Set.copyOf(all);
    return withdrawn;
  }
}
