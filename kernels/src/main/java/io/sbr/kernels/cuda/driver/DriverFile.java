package io.sbr.kernels.cuda.driver;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether this machine may have NVIDIA's driver, found out without loading anything: most machines
 * have none, and Java remarks on every native library that a program loads. A wrong yes costs a
 * load that fails; a wrong no would cost the GPU, so whatever speaks for a driver counts.
 */
final class DriverFile {
  private static final String LINUX = "libcuda.so.1";
  private static final String WINDOWS = "nvcuda.dll";

  /** Where distributions and containers keep libraries, beside the linker's own list. */
  private static final List<String> LIBRARIES =
      List.of(
          "/lib64",
          "/usr/lib64",
          "/lib/x86_64-linux-gnu",
          "/usr/lib/x86_64-linux-gnu",
          "/lib",
          "/usr/lib",
          "/usr/lib/wsl/lib",
          "/usr/local/nvidia/lib64",
          "/run/opengl-driver/lib");

  /** What the kernel shows of a GPU: NVIDIA's module, its devices, those of WSL. */
  private static final List<String> SIGNS =
      List.of("/proc/driver/nvidia/version", "/dev/nvidiactl", "/dev/nvidia0", "/dev/dxg");

  private DriverFile() {}

  /** Whether there is anything to be said for a driver. */
  static boolean mayBeThere() {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    if (windows) {
      List<Path> folders = folders(System.getenv("PATH"));
      String root = System.getenv("SystemRoot");
      if (root != null) {
        folders.add(Path.of(root, "System32"));
      }
      return holds(folders, WINDOWS);
    }
    List<Path> folders = folders(System.getenv("LD_LIBRARY_PATH"));
    folders.addAll(folders(System.getProperty("java.library.path")));
    LIBRARIES.forEach(folder -> folders.add(Path.of(folder)));
    return holds(folders, LINUX)
        || SIGNS.stream().anyMatch(sign -> Files.exists(Path.of(sign)))
        || System.getenv("LD_PRELOAD") != null && System.getenv("LD_PRELOAD").contains("cuda")
        || isListed(Path.of("/etc/ld.so.cache"));
  }

  /** What is said where nothing is found; as the linker says it. */
  static String absent() {
    return System.getProperty("os.name").startsWith("Windows")
        ? WINDOWS + ": not found"
        : LINUX + ": cannot open shared object file: No such file or directory";
  }

  private static List<Path> folders(String path) {
    List<Path> folders = new ArrayList<>();
    for (String folder : path == null ? new String[0] : path.split(File.pathSeparator)) {
      try {
        folders.add(Path.of(folder));
      } catch (IllegalArgumentException e) {
        continue; // no library is found there either
      }
    }
    return folders;
  }

  private static boolean holds(List<Path> folders, String file) {
    return folders.stream().anyMatch(folder -> Files.exists(folder.resolve(file)));
  }

  /** Whether the linker's list of all libraries, names between zero bytes, has the driver. */
  static boolean isListed(Path cache) {
    try {
      return new String(Files.readAllBytes(cache), StandardCharsets.ISO_8859_1).contains(LINUX);
    } catch (IOException e) {
      return false;
    }
  }
}
