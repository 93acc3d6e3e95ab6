package io.sbr.data.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sbr.data.DataException;
import io.sbr.data.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * JSON files of this program, read without goodwill: nothing is converted, nothing defaults to
 * zero, nothing is said twice, nothing follows the end. What is wrong is said in one line that
 * names the field.
 */
public final class StrictJson {
  /** Longest file that is read: a history of a hundred thousand epochs is shorter. */
  private static final long MOST_BYTES = 1 << 26;

  /** Reads strictly, writes indented. */
  public static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private StrictJson() {}

  /**
   * The bytes of a file.
   *
   * @throws DataException naming it if it cannot be read or is longer than any that was written
   */
  public static byte[] bytes(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new DataException(file + " is malformed: it is longer than " + MOST_BYTES + " bytes");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }

  /**
   * A file as a value.
   *
   * @throws DataException naming the file, and the field where it is one, if it cannot be read or
   *     is not what it should be
   */
  public static <T> T read(Path file, Class<T> type) {
    return parse(file.toString(), bytes(file), type);
  }

  /**
   * A text as a value.
   *
   * @param place for messages
   * @throws DataException as {@link #read}
   */
  public static <T> T parse(String place, byte[] content, Class<T> type) {
    try {
      T value = MAPPER.readValue(content, type);
      if (value == null) {
        throw new DataException(place + " is malformed: it says null");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new DataException(place + " is malformed: " + fault(e));
    } catch (IOException e) {
      throw new DataException(place + ": " + InputFiles.reason(e));
    }
  }

  /** What is wrong and where, without names of classes. */
  public static String fault(JsonProcessingException e) {
    String where = e instanceof JsonMappingException mapping ? path(mapping) : "";
    return (where.isEmpty() ? "" : where + ": ") + reason(e, where.isEmpty());
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return Shown.brief(path.toString());
  }

  private static String reason(JsonProcessingException e, boolean withLine) {
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return e.getCause().getMessage() == null
          ? "not a possible value"
          : Shown.text(e.getCause().getMessage());
    }
    if (e instanceof InvalidFormatException format) {
      return Shown.quoted(String.valueOf(format.getValue()))
          + " is no "
          + word(format.getTargetType());
    }
    if (e instanceof MismatchedInputException mismatch
        && mismatch.getTargetType() != null
        && !e.getOriginalMessage().startsWith("Missing")) {
      return "no " + word(mismatch.getTargetType());
    }
    String line =
        withLine && e.getLocation() != null ? "line " + e.getLocation().getLineNr() + ": " : "";
    return line + Shown.brief(e.getOriginalMessage());
  }

  private static String word(Class<?> type) {
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return "whole number";
    }
    if (type == double.class || type == Double.class) {
      return "number";
    }
    if (type == String.class) {
      return "text";
    }
    if (type == boolean.class) {
      return "true or false";
    }
    if (type.isEnum()) {
      return "one of " + List.of(type.getEnumConstants());
    }
    return Collection.class.isAssignableFrom(type) ? "list" : "object of the expected form";
  }
}
