package io.sbr.fuzz;

import io.sbr.data.exchange.RecboleBenchmark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A part of RecBole's benchmark files, read beside a sound one. */
final class RecbolePartSubject implements Subject {
  private static final String SOUND =
      "session_id:token\titem_id_list:token_seq\titem_id:token\n1\tA\tB\n1\tA B\tC\n2\tC\tA\n";

  private Path train;
  private Path test;

  @Override
  public String name() {
    return "recbole-part";
  }

  @Override
  public List<byte[]> seeds(Path folder) throws IOException {
    train = folder.resolve("x.train.inter");
    test = Files.writeString(folder.resolve("x.test.inter"), SOUND);
    return List.of(SOUND.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void read(byte[] content) throws IOException {
    Files.write(train, content);
    RecboleBenchmark.read(List.of(train, test), "fuzz");
  }
}
