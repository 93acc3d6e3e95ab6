package io.sbr.models.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code manifest.json}: what every file of a run holds, by its hash. Files are replaced one after
 * another and a process may be killed between any two of them; so the manifest names the content
 * that is to come before it takes its place, and for that moment allows both. It is itself replaced
 * as a whole.
 *
 * @param run {@link RunIdentity#id}, which the weight files carry, too
 * @param files by name
 */
record Manifest(
    @JsonProperty(required = true) String run,
    @JsonProperty(required = true) Map<String, Entry> files) {
  /** The file's name. */
  static final String FILE = "manifest.json";

  /**
   * What a file may hold.
   *
   * @param now its content; null if it may be absent
   * @param next content that is about to replace it; null if there is none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Entry(Content now, Content next) {
    Entry {
      if (now == null && next == null) {
        throw new IllegalArgumentException("a file without content");
      }
    }

    /** Whether a file may hold this; null stands for an absent file. */
    boolean allows(Content found) {
      return found == null ? now == null : found.equals(now) || found.equals(next);
    }
  }

  Manifest {
    if (run == null || files == null) {
      throw new IllegalArgumentException("run and files belong into it");
    }
    Map<String, Entry> sorted = new TreeMap<>();
    files.forEach(
        (name, entry) -> {
          if (entry == null || !name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException("an entry that no run has written");
          }
          sorted.put(name, entry);
        });
    files = Collections.unmodifiableMap(sorted);
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException naming it if it is malformed
   */
  static Manifest read(Path file) {
    return Json.read(file, Manifest.class);
  }

  /** Whether a file of this name may hold this; null stands for an absent file. */
  boolean allows(String name, Content found) {
    Entry entry = files.get(name);
    return entry == null ? found == null : entry.allows(found);
  }

  /** Whether a file of this name may have this size. */
  boolean allowsSize(String name, long bytes) {
    Entry entry = files.get(name);
    return entry != null && (isSize(entry.now, bytes) || isSize(entry.next, bytes));
  }

  private static boolean isSize(Content content, long bytes) {
    return content != null && content.bytes() == bytes;
  }
}
