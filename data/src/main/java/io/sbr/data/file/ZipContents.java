package io.sbr.data.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What is inside a zip archive: a log is one file in it, and much else is a zip too. */
final class ZipContents {
  private ZipContents() {}

  /** Why an archive cannot be read as one file, with what to do; null if it can. */
  static String fault(Path archive) {
    List<String> names;
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      names = zip.stream().filter(ZipContents::isFile).map(ZipEntry::getName).toList();
    } catch (IOException | IllegalArgumentException e) {
      return "the zip data are damaged or cut off";
    }
    if (has(names, "[Content_Types].xml")) {
      return names.stream().anyMatch(name -> name.startsWith("xl/"))
          ? "an Excel workbook; save it as CSV"
          : "an Office document; export it as CSV";
    }
    if (has(names, "content.xml") && has(names, "mimetype")) {
      return "an OpenDocument file; save it as CSV";
    }
    if (names.stream().anyMatch(name -> name.endsWith(".npy"))) {
      return "a NumPy archive; export it as CSV";
    }
    if (names.stream().anyMatch(name -> name.endsWith("/data.pkl"))) {
      return "a file of PyTorch; export it as CSV";
    }
    return names.size() == 1
        ? null
        : "a zip archive of " + names.size() + " files; unpack it and name those to read";
  }

  private static boolean has(List<String> names, String name) {
    return names.contains(name);
  }

  /** Whether an entry is a file of the user's; macOS adds some of its own. */
  static boolean isFile(ZipEntry entry) {
    String name = entry.getName();
    return !entry.isDirectory() && !name.startsWith("__MACOSX/") && !name.endsWith(".DS_Store");
  }
}
