package io.sbr.data.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sbr.data.DataException;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What {@code dataset.json} says about a prepared data set.
 *
 * @param version of this form; {@value #VERSION}
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

  /** The form written by this program. */
  public static final int VERSION = 1;

  /** The name of the file in a prepared folder. */
  public static final String FILE = "dataset.json";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  /**
   * Sizes of one part.
   *
   * @param sessions number of sessions
   * @param clicks number of clicks
   * @param items number of distinct items
   * @param examples number of (input, target) pairs
   */
  public record Part(int sessions, int clicks, int items, int examples) {

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
   * @throws DataException if it is missing, malformed or of another version
   */
  public static DatasetInfo read(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      byte[] content = Files.readAllBytes(file);
      JsonNode version = JSON.readTree(content).path("version");
      if (!version.isInt()) {
        throw new DataException(file + ": not a description of a data set: it has no version");
      }
      if (version.asInt() != VERSION) {
        throw new DataException(
            "%s: a data set of format %d; this sbr reads format %d"
                .formatted(file, version.asInt(), VERSION));
      }
      return JSON.readValue(content, DatasetInfo.class);
    } catch (JsonProcessingException e) {
      long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new DataException(file.toString(), line, e.getOriginalMessage());
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }

  /** Writes {@code dataset.json} into a folder. */
  void write(Path folder) throws IOException {
    Files.writeString(folder.resolve(FILE), JSON.writeValueAsString(this) + "\n");
  }
}
