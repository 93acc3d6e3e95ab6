package io.sbr.tensor.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.sbr.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses and checks the JSON header of a safetensors file. A header comes from a stranger: whatever
 * it says is believed only after it was shown to be consistent with itself and with the file's
 * length.
 */
final class Header {
  /** The key under which the format keeps its string-to-string metadata. */
  static final String METADATA = "__metadata__";

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Path file;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private Header(Path file) {
    this.file = file;
  }

  /**
   * Parses a header.
   *
   * @param file for messages
   * @param bytes the header's bytes, padding included
   * @param dataLength bytes of the file after the header
   */
  static Header parse(Path file, byte[] bytes, long dataLength) throws IOException {
    Header header = new Header(file);
    if (bytes.length == 0 || bytes[0] != '{') {
      throw header.bad("the header does not begin with '{'");
    }
    try (JsonParser json = JSON.createParser(header.decode(bytes))) {
      json.nextToken();
      while (json.nextToken() != JsonToken.END_OBJECT) {
        header.member(json);
      }
      if (json.nextToken() != null) {
        throw header.bad("something follows the header's closing brace");
      }
    } catch (JsonProcessingException e) {
      throw header.bad("its header is no valid JSON: " + e.getOriginalMessage());
    }
    header.checkLayout(dataLength);
    return header;
  }

  Map<String, String> metadata() {
    return metadata;
  }

  Map<String, Entry> entries() {
    return entries;
  }

  private SafeTensorsException bad(String reason) {
    return new SafeTensorsException(file, reason);
  }

  private String decode(byte[] bytes) throws SafeTensorsException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw bad("its header is not UTF-8");
    }
  }

  private void member(JsonParser json) throws IOException {
    String name = json.currentName();
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      throw bad("a name is not Unicode text");
    }
    expect(json.nextToken(), JsonToken.START_OBJECT, name);
    if (name.equals(METADATA)) {
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String key = json.currentName();
        expect(json.nextToken(), JsonToken.VALUE_STRING, METADATA + "." + key);
        metadata.put(key, json.getText());
      }
    } else {
      entries.put(name, entry(json, name));
    }
  }

  private Entry entry(JsonParser json, String name) throws IOException {
    ElementType type = null;
    List<Long> dims = null;
    List<Long> offsets = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "dtype" -> type = type(json, name);
        case "shape" -> dims = numbers(json, name + ".shape");
        case "data_offsets" -> offsets = numbers(json, name + ".data_offsets");
        default -> throw bad("tensor " + name + " has an unknown field '" + field + "'");
      }
    }
    if (type == null || dims == null || offsets == null) {
      throw bad("tensor " + name + " lacks dtype, shape or data_offsets");
    }
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw bad("tensor " + name + " has data_offsets " + offsets);
    }
    long size = 1;
    for (long dim : dims) {
      if (dim > Integer.MAX_VALUE - 64 || size > (Integer.MAX_VALUE - 64) / Math.max(dim, 1)) {
        throw bad("tensor " + name + " is too large: " + dims);
      }
      size *= Math.max(dim, 1);
    }
    if (dims.contains(0L)) {
      size = 0;
    }
    if (size * type.bytes() != offsets.get(1) - offsets.get(0)) {
      throw bad("tensor " + name + " of shape " + dims + " does not fill " + offsets);
    }
    Shape shape = Shape.of(dims.stream().mapToInt(Long::intValue).toArray());
    return new Entry(name, type, shape, offsets.get(0), offsets.get(1));
  }

  private ElementType type(JsonParser json, String name) throws IOException {
    expect(json.currentToken(), JsonToken.VALUE_STRING, name + ".dtype");
    for (ElementType type : ElementType.values()) {
      if (type.name().equals(json.getText())) {
        return type;
      }
    }
    throw bad("tensor " + name + " has the unknown dtype '" + json.getText() + "'");
  }

  private List<Long> numbers(JsonParser json, String where) throws IOException {
    expect(json.currentToken(), JsonToken.START_ARRAY, where);
    List<Long> numbers = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json.currentToken(), JsonToken.VALUE_NUMBER_INT, where);
      if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          || json.getText().startsWith("-")) {
        throw bad(where + " holds " + json.getText());
      }
      numbers.add(json.getLongValue());
    }
    return numbers;
  }

  private void expect(JsonToken found, JsonToken expected, String where)
      throws SafeTensorsException {
    if (found != expected) {
      throw bad(where + " is no " + expected + " but " + found);
    }
  }

  /** The tensors must tile the data without gap or overlap, to its very end. */
  private void checkLayout(long dataLength) throws SafeTensorsException {
    long position = 0;
    for (Entry entry : inFileOrder(entries.values())) {
      if (entry.begin() != position) {
        throw bad(
            "tensor "
                + entry.name()
                + " begins at "
                + entry.begin()
                + (entry.begin() < position ? ", inside" : ", with a gap after")
                + " the tensor before it, which ends at "
                + position);
      }
      position = entry.end();
    }
    if (position != dataLength) {
      throw bad("it holds " + dataLength + " bytes of data, its header describes " + position);
    }
  }

  private static List<Entry> inFileOrder(Collection<Entry> entries) {
    return entries.stream()
        .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
        .toList();
  }
}
