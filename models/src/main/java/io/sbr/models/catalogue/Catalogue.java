package io.sbr.models.catalogue;

/**
 * What a shop says of its items, for any number of runs at once and for whatever versions of them
 * come. Thread-safe.
 */
public final class Catalogue {
  private final ItemAttributes attributes;

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
}
