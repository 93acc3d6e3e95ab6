package io.sbr.server.serving;

import io.sbr.models.catalogue.Catalogue;
import io.sbr.models.pipeline.Question;
import io.sbr.models.pipeline.Recommendation;
import io.sbr.models.pipeline.SessionRecommender;
import io.sbr.tensor.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A version of a run that can be asked.
 *
 * @param label which it is
 * @param recommender that answers; closed by whoever takes it out of service
 */
record LoadedVersion(RunLabel label, SessionRecommender recommender) implements Version {
  private static final int DIGITS = 12;

  /**
   * Loads a folder, every file compared with the manifest, and asks it once.
   *
   * @param name to serve it under
   * @param folder or a link to it; where a link points to is looked up once
   * @param catalogue that it answers by
   * @throws IllegalArgumentException if it is no run, is malformed, or changed meanwhile
   * @throws io.sbr.data.DataException if its items or transitions cannot be read
   */
  static LoadedVersion load(String name, Path folder, Backend backend, Catalogue catalogue) {
    Path real = real(folder);
    String version = version(real);
    SessionRecommender recommender = SessionRecommender.load(real, backend);
    try {
      recommender.use(catalogue);
      if (!version.equals(version(real))) {
        throw new IllegalArgumentException(folder + " changed while it was read");
      }
      WarmUp.once(recommender);
      String title = recommender.info().settings().title();
      return new LoadedVersion(new RunLabel(name, version, title), recommender);
    } catch (ArithmeticException e) {
      recommender.close();
      throw new IllegalArgumentException(folder + ": its scores are not numbers", e);
    } catch (RuntimeException | Error e) { // memory that does not suffice is wanted back, too
      recommender.close();
      throw e;
    }
  }

  @Override
  public int mostSessions() {
    return Math.min(SessionRecommender.BATCH, recommender.recommender().mostSessions());
  }

  @Override
  public List<Recommendation> answer(List<Question> questions) {
    return recommender.answer(questions);
  }

  @Override
  public void close() {
    recommender.close();
  }

  /** Whether a folder still holds this version; false also if it holds no run. */
  static boolean stands(RunLabel label, Path folder) {
    try {
      return version(real(folder)).equals(label.version());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw new IllegalArgumentException(folder + ": there is no such run folder", e);
    }
  }

  /** Runs of the first format have no manifest; what they are stands in {@code run.json}. */
  private static String version(Path folder) {
    Path manifest = folder.resolve("manifest.json");
    Path file = Files.exists(manifest) ? manifest : folder.resolve("run.json");
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(hash).substring(0, DIGITS);
    } catch (IOException e) {
      throw new IllegalArgumentException(folder + " is not a run: it has no run.json", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
