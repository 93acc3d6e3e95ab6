package io.sbr.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Jazzer calls, in a process of its own: one subject, chosen by the argument. */
public final class JazzerTarget {
  private static final Figures FIGURES = new Figures();
  private static Subject subject;

  private JazzerTarget() {}

  /** Makes the files around the one that is bent. */
  public static void fuzzerInitialize(String[] arguments) throws IOException {
    subject = Subjects.named(arguments[0]);
    for (byte[] seed : subject.seeds(Files.createDirectories(Path.of(arguments[1])))) {
      subject.read(seed); // what is sound is not refused; and the first reading loads classes
    }
  }

  /** One input. Whatever this throws is a finding. */
  public static void fuzzerTestOneInput(byte[] content) throws Throwable {
    long begin = System.nanoTime();
    try {
      subject.read(content);
      FIGURES.read(System.nanoTime() - begin);
    } catch (Throwable thrown) {
      if (!Verdict.isRefusal(thrown)) {
        throw thrown;
      }
      FIGURES.refused(System.nanoTime() - begin);
    }
  }

  /** The last word, which {@link Fuzzing} looks for. */
  public static void fuzzerTearDown() {
    System.err.println(FIGURES.line());
  }
}
