package io.sbr.data.file;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Files that people have where a text is wanted, told by their first bytes, each with what to do
 * about it. Better one sentence than "unexpected byte 128".
 */
final class ForeignFile {
  /** Enough for the magic number of a tar archive, the one that stands furthest inside. */
  static final int HEAD = 512;

  private static final String CSV = "export it as CSV";
  private static final Map<String, String> BY_MAGIC = new LinkedHashMap<>();

  private static final Map<String, String> BY_TEXT = new LinkedHashMap<>();

  static {
    know(
        "PAR1",
        "a Parquet file",
        "put sbr-parquet.jar beside sbr-cli.jar (artifact io.sbr:sbr-parquet), or " + CSV);
    know("ORC", "an ORC file", CSV);
    know("Obj\u0001", "an Avro file", CSV);
    know("ARROW1", "an Arrow file", CSV);
    know("FEA1", "a Feather file", CSV);
    know("SQLite format 3\0", "an SQLite database", CSV);
    know("\u0089HDF\r\n\u001a\n", "an HDF5 file", CSV);
    know("\u0093NUMPY", "a NumPy array", CSV);
    know("RDX2\n", "an R data file", CSV);
    know("RDX3\n", "an R data file", CSV);
    know("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1", "an Excel workbook", "save it as CSV");
    knowText("%PDF-", "a PDF document", CSV);
    know("\u00ac\u00ed\0\u0005", "a serialised Java object", CSV);
    know("7z\u00bc\u00af'\u001c", "a 7z archive", "unpack it first");
    know("Rar!\u001a\u0007", "a RAR archive", "unpack it first");
    know("\u0004\"M\u0018", "packed with lz4", "unpack it first");
    know("\u001f\u009d", "packed with compress", "unpack it first");
    know("\u00ff\u0006\0\0sNaPpY", "packed with snappy", "unpack it first");
    know("PK\u0005\u0006", "an empty zip archive", "pack the log into it");
    knowText(
        "version https://git-lfs.github.com/spec/",
        "a Git LFS pointer, not the data",
        "fetch them with git lfs pull");
    knowText("<!DOCTYPE", "a web page, not the data", "download the file itself");
    knowText("<!doctype", "a web page, not the data", "download the file itself");
    knowText("<html", "a web page, not the data", "download the file itself");
    knowText("<?xml", "an XML file", CSV);
  }

  private ForeignFile() {}

  /** A magic number; letters alone make none, where the rest of the head is text. */
  private static void know(String magic, String kind, String advice) {
    BY_MAGIC.put(magic, kind + "; " + advice);
  }

  private static void knowText(String start, String kind, String advice) {
    BY_TEXT.put(start, kind + "; " + advice);
  }

  /** What a file that begins with these bytes is, and what to do; null if nothing is known. */
  static String kind(byte[] head) {
    for (Map.Entry<String, String> known : BY_TEXT.entrySet()) {
      if (Magic.begins(head, known.getKey())) {
        return known.getValue();
      }
    }
    for (Map.Entry<String, String> known : BY_MAGIC.entrySet()) {
      if (Magic.begins(head, known.getKey()) && Magic.isBinary(head)) {
        return known.getValue();
      }
    }
    if (isPickle(head)) {
      return "a Python pickle; " + CSV;
    }
    return Magic.hasAt(head, 257, "ustar") ? "a tar archive; unpack it first" : null;
  }

  /** Protocols 2 to 5 begin with their number, protocol 0 with an empty list or dictionary. */
  private static boolean isPickle(byte[] head) {
    if (head.length >= 2 && head[0] == (byte) 0x80) {
      return head[1] >= 2 && head[1] <= 5;
    }
    String text = new String(head, 0, Math.min(head.length, 12), StandardCharsets.ISO_8859_1);
    return text.matches("(?s)\\((lp|dp)[0-9]+\\r?\\n.*") || text.startsWith("ccopy_reg\n");
  }
}
