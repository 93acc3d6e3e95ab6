package io.sbr.bench.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tables for people and files for programs. */
public final class Results {
  private Results() {}

  /** A Markdown table; the first column is left-aligned, the others right. */
  public static String table(List<String> header, List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    line(text, header);
    text.append("| :--- |").append(" ---: |".repeat(header.size() - 1)).append('\n');
    rows.forEach(row -> line(text, row));
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  /** Writes {@code KIND-date-machine.md} and {@code .json} into the folder and says so. */
  public static void write(Path folder, String kind, Machine machine, String markdown, Object json)
      throws IOException {
    Files.createDirectories(folder);
    String name = kind + "-" + machine.fileName();
    Path text = folder.resolve(name + ".md");
    Path data = folder.resolve(name + ".json");
    Files.writeString(text, markdown);
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(data.toFile(), json);
    System.out.println("written: " + text + " and " + data);
  }

  /** Writes {@code KIND-date-machine.svg} into a folder that exists, and says so. */
  public static void writePicture(Path folder, String kind, Machine machine, String svg)
      throws IOException {
    Path picture = folder.resolve(kind + "-" + machine.fileName() + ".svg");
    Files.writeString(picture, svg);
    System.out.println("written: " + picture);
  }
}
