package io.sbr.data.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sbr.data.DataException;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What {@code dataset.json} says about a prepared data set. The file binds the folder together: it
 * has the hash of every other file, and from version 2 on, as its last field, its own.
 *
 * @param version of this form; {@value #VERSION}, or 1
 * @param name of the data set
 * @param origin how it came about
 * @param items size of the vocabulary
 * @param train what the train part holds
 * @param test what the test part holds
 * @param files SHA-256 of every data file of the folder, by name
 * @param fingerprint of the contents, {@link Hashes#fingerprint}
 */
public record DatasetInfo(
    int version,
    String name,
    Origin origin,
    int items,
    Part train,
    Part test,
    Map<String, String> files,
    String fingerprint) {

  /**
   * The form written by this program. 1 lacked the file's own hash; every form is read by all later
   * versions.
   */
  public static final int VERSION = 2;

  /** The name of the file in a prepared folder. */
  public static final String FILE = "dataset.json";

  private static final String OWN_HASH = "sha256";

  private static final ObjectReader READER =
      StrictJson.MAPPER
          .readerFor(DatasetInfo.class)
          .with(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  /** Checks it. */
  public DatasetInfo {
    if (items < 1) {
      throw new IllegalArgumentException("items is " + items);
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      if (file.getValue() == null || !DatasetFiles.ALL.contains(file.getKey())) {
        throw new IllegalArgumentException("files has a name that no data set has, or no hash");
      }
    }
    for (String needed : DatasetFiles.NEEDED) {
      if (!files.containsKey(needed)) {
        throw new IllegalArgumentException("files lacks " + needed);
      }
    }
  }

  /**
   * Sizes of one part.
   *
   * @param sessions number of sessions
   * @param clicks number of clicks
   * @param items number of distinct items
   * @param examples number of (input, target) pairs
   */
  public record Part(int sessions, int clicks, int items, int examples) {
    /** Checks it. */
    public Part {
      if (sessions < 0 || clicks < sessions || items < 0 || items > clicks || examples < 0) {
        throw new IllegalArgumentException(
            "an impossible part: %d sessions, %d clicks, %d items, %d examples"
                .formatted(sessions, clicks, items, examples));
      }
    }

    /** Counts sessions over a vocabulary of {@code vocabulary} items. */
    public static Part of(Sessions sessions, int vocabulary) {
      boolean[] seen = new boolean[vocabulary + 1];
      int distinct = 0;
      for (int item : sessions.items()) {
        distinct += seen[item] ? 0 : 1;
        seen[item] = true;
      }
      int examples = new Examples(sessions, 1).count();
      return new Part(sessions.count(), sessions.clicks(), distinct, examples);
    }
  }

  /**
   * Reads {@code dataset.json} of a folder.
   *
   * @throws DataException if it is missing, malformed, changed or of another version
   */
  public static DatasetInfo read(Path folder) {
    Path file = folder.resolve(FILE);
    JsonNode content = StrictJson.read(file, JsonNode.class);
    JsonNode version = content.path("version");
    if (!(content instanceof ObjectNode object) || !version.isInt()) {
      throw new DataException(file + ": not a description of a data set: it has no version");
    }
    if (version.asInt() < 1 || version.asInt() > VERSION) {
      throw new DataException(
          "%s: a data set of format %d; this sbr reads formats up to %d"
              .formatted(file, version.asInt(), VERSION));
    }
    if (version.asInt() > 1) {
      JsonNode own = object.remove(OWN_HASH);
      if (own == null || !own.asText().equals(hash(object))) {
        throw new DataException(
            file + ": changed since the data set was prepared; prepare it again");
      }
    }
    try {
      return READER.readValue(object);
    } catch (JsonProcessingException e) {
      throw new DataException(file + " is malformed: " + StrictJson.fault(e));
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }

  private static String hash(ObjectNode withoutIt) {
    return Hashes.ofBytes(withoutIt.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Writes {@code dataset.json} into a folder. */
  void write(Path folder) throws IOException {
    ObjectNode content = StrictJson.MAPPER.valueToTree(this);
    content.put(OWN_HASH, hash(content));
    Files.writeString(folder.resolve(FILE), StrictJson.MAPPER.writeValueAsString(content) + "\n");
  }
}
