package io.sbr.models.catalogue;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a shop says of its items, for any number of runs at once and for whatever versions of them
 * come: what is known of them, and which are withdrawn for now. Thread-safe.
 */
public final class Catalogue {
  private final ItemAttributes attributes;
  private final Optional<WithdrawnFile> kept;
  private volatile Set<String> withdrawn;

  private Catalogue(ItemAttributes attributes, Optional<WithdrawnFile> kept) {
    this.attributes = attributes;
    this.kept = kept;
    withdrawn = kept.map(WithdrawnFile::read).orElse(Set.of());
  }

  /** A catalogue of items with these attributes; what is withdrawn is forgotten with it. */
  public static Catalogue of(ItemAttributes attributes) {
    return new Catalogue(attributes, Optional.empty());
  }

  /**
   * The same where a file keeps what is withdrawn.
   *
   * @param kept is read now, and replaced at each change
   * @throws io.sbr.data.DataException naming the file if it is there and cannot be read
   */
  public static Catalogue of(ItemAttributes attributes, WithdrawnFile kept) {
    return new Catalogue(attributes, Optional.of(kept));
  }

  /** One that says nothing. */
  public static Catalogue empty() {
    return of(ItemAttributes.NONE);
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
   * @throws java.io.UncheckedIOException if they cannot be kept as they should be; nothing has
   *     changed then
   */
  public synchronized Set<String> withdraw(Collection<String> out, Collection<String> back) {
    Set<String> all = new HashSet<>(withdrawn);
    all.removeAll(Set.copyOf(back));
    all.addAll(out);
    Set<String> now = Set.copyOf(all);
    if (!now.equals(withdrawn)) {
      kept.ifPresent(file -> file.write(now));
      withdrawn = now;
    }
    return withdrawn;
  }
}
