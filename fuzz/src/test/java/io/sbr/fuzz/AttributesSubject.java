package io.sbr.fuzz;

import io.sbr.models.catalogue.AttributesFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What {@code --attributes} says of items. */
final class AttributesSubject implements Subject {
  private Path file;

  @Override
  public String name() {
    return "attributes";
  }

  @Override
  public List<byte[]> seeds(Path folder) {
    file = folder.resolve("items");
    return Stream.of(
            "item_id,title,category\nA,\"Boots, high\",shoes\nB,Laces,\n",
            "\uFEFFsku;price\nA;1,5\n\nB;2\n",
            "item_id:token\ttitle:token_seq\nA\t\"x\"\"y\"\nA\tz\n")
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  @Override
  public void read(byte[] content) throws IOException {
    Files.write(file, content);
    AttributesFile.read(file);
  }
}
