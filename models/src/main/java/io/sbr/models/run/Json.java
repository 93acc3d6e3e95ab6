package io.sbr.models.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sbr.data.DataException;
import io.sbr.data.store.StrictJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** How the files of a run are written and read as JSON. */
public final class Json {
  /** Reads and writes the files of a run. */
  public static final ObjectMapper MAPPER = StrictJson.MAPPER;

  private Json() {}

  /** On one line, for the metadata of a weight file. */
  static String line(Object value) {
    try {
      return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As the content of a file. */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A file as a value.
   *
   * @throws IllegalArgumentException naming the file, and the field where it is one, if it is not
   *     what it should be
   */
  static <T> T read(Path file, Class<T> type) {
    try {
      return StrictJson.read(file, type);
    } catch (DataException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * A line of JSON as a value.
   *
   * @param place where it stands, for messages
   * @throws IllegalArgumentException naming the place and the field
   */
  static <T> T parse(String place, String line, Class<T> type) {
    try {
      return StrictJson.parse(place, line.getBytes(StandardCharsets.UTF_8), type);
    } catch (DataException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
