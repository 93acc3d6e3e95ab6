package io.sbr.kernels.cuda.driver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Makes an ELF64 library ask for another library: the same name in another major version, so that
 * JCuda's natives, linked with CUDA 12, load where only CUDA 13 is installed. glibc compares two
 * things, and both are rewritten: the name (one string of {@code .dynstr}) and the hash of the
 * symbols' version node (one entry of {@code .gnu.version_r}). All 494 functions of cuBLAS 12 that
 * JCublas2 binds are in 13 with the signatures they had.
 */
final class SonamePatch {
  private static final int SECTION_TABLE = 0x28;
  private static final int SECTION_SIZE = 0x3A;
  private static final int SECTION_COUNT = 0x3C;
  private static final int SHT_GNU_VERNEED = 0x6ffffffe;

  private SonamePatch() {}

  /**
   * Rewrites {@code library} in place.
   *
   * @param from the name it asks for, such as {@code libcublas.so.12}
   * @param to the name it shall ask for, of the same length
   * @return {@code library}
   * @throws IllegalStateException if it does not ask for {@code from} exactly once
   */
  static byte[] retarget(byte[] library, String from, String to) {
    byte[] old = (from + "\0").getBytes(US_ASCII);
    byte[] wanted = (to + "\0").getBytes(US_ASCII);
    if (old.length != wanted.length) {
      throw new IllegalArgumentException(from + " and " + to + " differ in length");
    }
    ByteBuffer elf = ByteBuffer.wrap(library).order(ByteOrder.LITTLE_ENDIAN);
    int sections = (int) elf.getLong(SECTION_TABLE);
    int size = elf.getShort(SECTION_SIZE);
    int names = 0;
    int nodes = 0;
    for (int i = 0; i < elf.getShort(SECTION_COUNT); i++) {
      int section = sections + i * size;
      if (elf.getInt(section + 4) == SHT_GNU_VERNEED) {
        int strings = sections + elf.getInt(section + 40) * size;
        names += rename(library, elf, strings, old, wanted);
        nodes += rehash(elf, section, elfHash(from), elfHash(to));
      }
    }
    if (names != 1 || nodes != 1) {
      throw new IllegalStateException(
          "%d names and %d version nodes of %s in the library; expected one of each"
              .formatted(names, nodes, from));
    }
    return library;
  }

  /** Replaces whole strings of a string table; both end in NUL. */
  private static int rename(byte[] library, ByteBuffer elf, int table, byte[] old, byte[] wanted) {
    int begin = (int) elf.getLong(table + 24);
    int end = begin + (int) elf.getLong(table + 32);
    int found = 0;
    for (int at = begin + 1; at <= end - old.length; at++) {
      if (library[at - 1] == 0 && Arrays.equals(library, at, at + old.length, old, 0, old.length)) {
        System.arraycopy(wanted, 0, library, at, wanted.length);
        found++;
      }
    }
    return found;
  }

  /** Replaces version hashes: a list of libraries (verneed), for each a list of nodes (vernaux). */
  private static int rehash(ByteBuffer elf, int section, int old, int wanted) {
    int found = 0;
    int library = (int) elf.getLong(section + 24);
    for (int left = elf.getInt(section + 44); left > 0; left--) {
      int node = library + elf.getInt(library + 8);
      for (int more = elf.getShort(library + 2); more > 0; more--) {
        if (elf.getInt(node) == old) {
          elf.putInt(node, wanted);
          found++;
        }
        node += elf.getInt(node + 12);
      }
      library += elf.getInt(library + 12);
    }
    return found;
  }

  /** The hash of the System V ABI, which symbol versions use. */
  static int elfHash(String name) {
    int hash = 0;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash << 4) + name.charAt(i);
      int high = hash & 0xf0000000;
      hash ^= high >>> 24;
      hash &= ~high;
    }
    return hash;
  }
}
