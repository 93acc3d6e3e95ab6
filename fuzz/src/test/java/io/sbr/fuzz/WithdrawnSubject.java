package io.sbr.fuzz;

import io.sbr.models.catalogue.Catalogue;
import io.sbr.models.catalogue.ItemAttributes;
import io.sbr.models.catalogue.WithdrawnFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code --withdrawn} keeps. */
final class WithdrawnSubject implements Subject {
  private Path file;

  @Override
  public String name() {
    return "withdrawn";
  }

  @Override
  public List<byte[]> seeds(Path folder) {
    file = folder.resolve("withdrawn.json");
    return List.of("{\"withdrawn\":[\"A17\",\"B, 02\"]}".getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void read(byte[] content) throws IOException {
    Files.write(file, content);
    Catalogue.of(ItemAttributes.NONE, new WithdrawnFile(file));
  }
}
