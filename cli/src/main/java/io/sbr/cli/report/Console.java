package io.sbr.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sbr.data.Shown;
import java.io.PrintWriter;
import java.util.Map;

/**
 * Where lines go. Results go to standard output, everything else to standard error; with {@code
 * --json} the result is one object and all text goes to standard error.
 *
 * <p>The only way to either, so that whatever stands in a log is shown and never sent: of the
 * control characters, none but the ends of lines gets through.
 */
public final class Console {
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;

  /**
   * A console.
   *
   * @param out standard output
   * @param err standard error
   * @param json whether a script reads the output
   */
  public Console(PrintWriter out, PrintWriter err, boolean json) {
    this.out = out;
    this.err = err;
    this.json = json;
  }

  /** Whether a script reads the output. */
  public boolean json() {
    return json;
  }

  /** A line beside the result: what is done, chosen, dropped. One line, whatever it quotes. */
  public void note(String line) {
    err.println(Shown.text(line));
    err.flush();
  }

  /**
   * Several lines beside the result, each ended.
   *
   * @param lines as {@link #result} takes them
   */
  public void notes(String lines) {
    err.print(Lines.shown(lines));
    err.flush();
  }

  /**
   * The result, in the form that is wanted.
   *
   * @param text lines, each ended; ids in them are cells of a {@link Table} or went through {@link
   *     Shown}, since one with a line break would look like two lines
   */
  public void result(String text, Map<String, Object> object) {
    if (!json) {
      print(text);
      return;
    }
    notes(text);
    print(json(object));
  }

  /** A result that is complete as it is: lines, each ended. */
  public void print(String result) {
    out.print(Lines.shown(result));
    out.flush();
  }

  /**
   * Whether standard output took not all that was printed, as a full disk or a closed pipe does.
   */
  public boolean failed() {
    return out.checkError();
  }

  /** Writes over the line that was written this way before, on a terminal. */
  public void redraw(String line) {
    err.print("\r" + Shown.text(line));
    err.flush();
  }

  /** Leaves a line that was redrawn. */
  public void endLine() {
    err.println();
    err.flush();
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
