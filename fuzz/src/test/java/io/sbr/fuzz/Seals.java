package io.sbr.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sbr.data.store.Hashes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the hashes of a folder fit a file that was bent (docs/files.md), as somebody would who
 * means harm: {@code manifest.json} of a run, {@code dataset.json} of a data set.
 */
final class Seals {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MANIFEST = "manifest.json";
  private static final String DATASET = "dataset.json";

  private Seals() {}

  /** Writes the hash of this file into the folder's list. */
  static void renew(Path folder, String file) throws IOException {
    if (Files.exists(folder.resolve(MANIFEST)) && !file.equals(MANIFEST)) {
      manifest(folder, file);
    } else if (Files.exists(folder.resolve(DATASET))) {
      dataset(folder, file);
    }
  }

  private static void manifest(Path folder, String file) throws IOException {
    Path manifest = folder.resolve(MANIFEST);
    ObjectNode content = (ObjectNode) JSON.readTree(manifest.toFile());
    ObjectNode now = ((ObjectNode) content.get("files")).putObject(file).putObject("now");
    now.put("bytes", Files.size(folder.resolve(file)));
    now.put("sha256", Hashes.ofFile(folder.resolve(file)));
    JSON.writeValue(manifest.toFile(), content);
  }

  private static void dataset(Path folder, String file) throws IOException {
    Path description = folder.resolve(DATASET);
    JsonNode read;
    try {
      read = JSON.readTree(Files.readAllBytes(description));
    } catch (IOException e) {
      return; // bent so that there is nothing to seal
    }
    if (!(read instanceof ObjectNode content)) {
      return;
    }
    if (!file.equals(DATASET)) {
      ((ObjectNode) content.get("files")).put(file, Hashes.ofFile(folder.resolve(file)));
    }
    content.remove("sha256");
    String own = Hashes.ofBytes(content.toString().getBytes(StandardCharsets.UTF_8));
    Files.write(description, JSON.writeValueAsBytes(content.put("sha256", own)));
  }
}
