package io.sbr.models.run;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.sbr.models.Models;
import io.sbr.models.settings.ModelSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** How the files of a run are written and read as JSON. */
public final class Json {
  /** Reads and writes the files of a run. */
  public static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .registerModule(
              new SimpleModule().addDeserializer(ModelSettings.class, new OfSettings()));

  /** Settings belong to a model, and models are known by name. */
  private static final class OfSettings extends StdDeserializer<ModelSettings> {
    private static final long serialVersionUID = 1;

    OfSettings() {
      super(ModelSettings.class);
    }

    @Override
    public ModelSettings deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      JavaType map =
          context.getTypeFactory().constructMapType(Map.class, String.class, Object.class);
      Map<String, Object> written = context.readValue(json, map);
      try {
        return Models.settings(written);
      } catch (IllegalArgumentException e) {
        throw JsonMappingException.from(json, e.getMessage(), e);
      }
    }
  }

  private Json() {}

  /** On one line, for the metadata of a weight file. */
  static String line(Object value) {
    try {
      return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A file as a value.
   *
   * @throws IllegalArgumentException naming the file if it is not what it should be
   */
  static <T> T read(Path file, Class<T> type) {
    try {
      return MAPPER.readValue(Files.readAllBytes(file), type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + " is malformed: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
