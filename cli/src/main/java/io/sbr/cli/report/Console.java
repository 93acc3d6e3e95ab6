package io.sbr.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.Map;

/**
 * Where lines go. Results go to standard output, everything else to standard error; with {@code
 * --json} the result is one object and all text goes to standard error.
 *
 * @param out standard output
 * @param err standard error
 * @param json whether a script reads the output
 */
public record Console(PrintWriter out, PrintWriter err, boolean json) {
  /** A line beside the result: what is done, chosen, dropped. */
  public void note(String line) {
    err.println(line);
    err.flush();
  }

  /** The result, in the form that is wanted. */
  public void result(String text, Map<String, Object> object) {
    if (!json) {
      print(text);
      return;
    }
    err.print(text);
    err.flush();
    print(json(object));
  }

  /** A result that is complete as it is. */
  public void print(String result) {
    out.print(result);
    out.flush();
  }

  /** An object as text, with the end of its last line. */
  public static String json(Map<String, Object> object) {
    try {
      return Json.MAPPER.writeValueAsString(object) + System.lineSeparator();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a result is made of plain values", e);
    }
  }

  /** In a class of its own: most commands print no JSON and need not wait for it. */
  private static final class Json {
    /** In ASCII: a terminal's encoding may lack letters of an id, and JSON has escapes for them. */
    static final ObjectMapper MAPPER =
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();
  }
}
