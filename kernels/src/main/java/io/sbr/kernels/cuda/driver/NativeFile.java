package io.sbr.kernels.cuda.driver;

import java.io.File;
import java.util.Locale;
import java.util.stream.Stream;
import jcuda.JCudaVersion;

/**
 * Where JCuda's native halves are looked for. Apart from {@link NativeLibraries}, which loads them:
 * whoever only asks whether one is there loads nothing.
 */
final class NativeFile {
  /** What JCuda calls its half of the driver. */
  static final String DRIVER = "JCudaDriver";

  private NativeFile() {}

  /** The name of one for this system, as {@link System#loadLibrary} takes it. */
  static String name(String binding) {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).split(" ")[0];
    return "%s-%s-%s-x86_64".formatted(binding, JCudaVersion.get(), system);
  }

  /** Whether there is one to load: on the class path, or on {@code java.library.path}. */
  static boolean isThere(String binding) {
    String file = System.mapLibraryName(name(binding));
    return NativeFile.class.getResource("/lib/" + file) != null
        || Stream.of(System.getProperty("java.library.path", "").split(File.pathSeparator))
            .anyMatch(folder -> new File(folder, file).exists());
  }
}
