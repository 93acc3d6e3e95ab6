package io.sbr.kernels.cuda.driver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Loads JCuda's native halves. Left to itself, JCuda unpacks them into the shared temporary folder
 * and trusts any file of that name that is there already: two JVMs that start together may map a
 * file that is half written, and die. Here every load has a folder of its own ({@link
 * UnpackFolder}); JCuda, told to look there, finds it loaded.
 */
public final class NativeLibraries {
  /** {@code -Dsbr.cuda.retarget=false} forbids the private copy that asks for CUDA 13. */
  static final String RETARGET = "sbr.cuda.retarget";

  /** {@code -Dsbr.cuda.libraries=/folder}: where NVIDIA's libraries are, if not where all are. */
  static final String FOLDER = "sbr.cuda.libraries";

  private static final String TEMPORARY = "java.io.tmpdir";
  private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

  /** How each was loaded, once for the process. */
  private static final Map<Binding, String> LOADED = new EnumMap<>(Binding.class);

  private NativeLibraries() {}

  /** The native libraries that link against no library of the CUDA toolkit, or against one. */
  public enum Binding {
    /** The driver's own library, which comes with it. */
    DRIVER(NativeFile.DRIVER, null, "jcuda.driver.JCudaDriver"),
    /** Products. */
    CUBLAS("JCublas2", "cublas", "jcuda.jcublas.JCublas2"),
    /** The compiler of {@code .cu} text. */
    NVRTC("JNvrtc", "nvrtc", "jcuda.nvrtc.JNvrtc"),
    /** The assembler of CUDA 12.0, complete in itself; it tells whether PTX is sound. */
    PTX_COMPILER("JNvPTXCompiler", null, "jcuda.nvptxcompiler.JNvPTXCompiler");

    private final String file;
    private final String toolkit;
    private final String touched;

    Binding(String file, String toolkit, String touched) {
      this.file = file;
      this.toolkit = toolkit;
      this.touched = touched;
    }

    /** For example {@code libcublas.so.12}. */
    private String library(int major) {
      return "lib" + toolkit + ".so." + major;
    }
  }

  /**
   * Loads a binding, once, and initialises the JCuda class in front of it.
   *
   * @return how it was loaded, where that is worth telling; else empty
   * @throws UnsatisfiedLinkError with one line that names what is missing
   */
  public static synchronized String load(Binding binding) {
    String how = LOADED.get(binding);
    if (how == null) {
      how = find(binding);
      LOADED.put(binding, how);
    }
    return how;
  }

  private static String find(Binding binding) {
    String name = NativeFile.name(binding.file);
    try {
      System.loadLibrary(name); // the user's own build, on java.library.path
      initialise(binding);
      return "";
    } catch (UnsatisfiedLinkError notThere) {
      // the usual case
    }
    List<String> reasons = new ArrayList<>();
    byte[] library = resource("/lib/" + System.mapLibraryName(name));
    if (binding.toolkit == null || WINDOWS) {
      attempt(binding, library, name, reasons);
      return end(reasons);
    }
    if (attempt(binding, library, name, reasons)) {
      return "";
    }
    String found = preload(binding, 12);
    if (found != null && attempt(binding, library, name, reasons)) {
      return found;
    }
    if (!Boolean.parseBoolean(System.getProperty(RETARGET, "true"))) {
      return end(reasons);
    }
    SonamePatch.retarget(library, binding.library(12), binding.library(13));
    boolean loaded = attempt(binding, library, name, new ArrayList<>());
    found = loaded ? null : preload(binding, 13);
    if (loaded || found != null && attempt(binding, library, name, reasons)) {
      return "JCuda's binding of CUDA 12 retargeted to %s%s"
          .formatted(binding.library(13), found == null ? "" : ", " + found);
    }
    return end(reasons);
  }

  private static String end(List<String> reasons) {
    if (!reasons.isEmpty()) {
      throw new UnsatisfiedLinkError(reasons.get(0));
    }
    return "";
  }

  /** Whether the library could be loaded; if not, adds why. */
  private static boolean attempt(
      Binding binding, byte[] library, String name, List<String> reasons) {
    String before = System.getProperty(TEMPORARY);
    try (UnpackFolder folder = UnpackFolder.make()) {
      Path file = folder.write(System.mapLibraryName(name), library);
      System.load(file.toString());
      System.setProperty(TEMPORARY, folder.path().toString());
      initialise(binding);
      reasons.clear();
      return true;
    } catch (IOException e) {
      reasons.add(
          "no private folder for native libraries could be made in " + before + " (" + e + ")");
    } catch (UnsatisfiedLinkError e) {
      reasons.add(reason(e));
    } finally {
      System.setProperty(TEMPORARY, before);
    }
    return false;
  }

  /** Runs the static initialiser of JCuda's class, which loads the same file again: no more. */
  private static void initialise(Binding binding) {
    try {
      Class.forName(binding.touched);
    } catch (ClassNotFoundException e) {
      throw new UnsatisfiedLinkError("the jar lacks " + binding.touched);
    }
  }

  /**
   * Loads a library of the toolkit, and what it stands on, from a folder that the system does not
   * search; whoever asks for it by name then finds it loaded.
   *
   * @return where it was found, or null
   */
  private static String preload(Binding binding, int major) {
    for (Path folder : folders(major)) {
      Path library = folder.resolve(binding.library(major));
      Path base = folder.resolve("lib" + binding.toolkit + "Lt.so." + major);
      if (Files.exists(library)) {
        try {
          if (Files.exists(base)) {
            System.load(base.toString());
          }
          System.load(library.toString());
          return "from " + folder;
        } catch (UnsatisfiedLinkError e) {
          // for another processor, or incomplete; perhaps the next
        }
      }
    }
    return null;
  }

  private static List<Path> folders(int major) {
    Stream<String> toolkits =
        Stream.of(System.getenv("CUDA_HOME"), System.getenv("CUDA_PATH"), "/usr/local/cuda")
            .filter(home -> home != null && !home.isEmpty())
            .map(home -> home + "/lib64");
    return Stream.concat(
            Stream.of(System.getProperty(FOLDER, "")).filter(folder -> !folder.isEmpty()),
            Stream.concat(toolkits, Stream.of("/usr/local/cuda-" + major + "/lib64")))
        .map(Path::of)
        .map(Path::toAbsolutePath)
        .toList();
  }

  private static byte[] resource(String path) {
    try (InputStream in = NativeLibraries.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new UnsatisfiedLinkError("this build holds no " + path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UnsatisfiedLinkError(path + " could not be read: " + e.getMessage());
    }
  }

  /** The linker's own words, without the path of the private copy. */
  private static String reason(UnsatisfiedLinkError e) {
    String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return first.replaceFirst("^.*?\\.(so|dll): (?=\\S)", "");
  }
}
