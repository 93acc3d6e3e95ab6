package io.sbr.server.api;

import io.sbr.server.http.HttpAnswer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A path, a method, and who answers.
 *
 * @param method such as {@code GET}
 * @param template such as {@code /v1/sessions/{session}/clicks}
 * @param open whether it is answered without a token
 * @param work makes the answer, or fails with a {@link Problem}
 */
public record Route(
    String method,
    String template,
    boolean open,
    Function<Call, CompletionStage<HttpAnswer>> work) {
  /** One whose answer is there at once. */
  static Route atOnce(
      String method, String template, boolean open, Function<Call, HttpAnswer> work) {
    return new Route(
        method, template, open, call -> CompletableFuture.completedFuture(work.apply(call)));
  }

  /** What a path says for each name in braces; empty if it is not of this form. */
  Optional<Map<String, String>> match(String path) {
    String[] parts = template.split("/", -1);
    String[] given = path.split("/", -1);
    if (parts.length != given.length) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].startsWith("{")) {
        if (given[i].isEmpty()) {
          return Optional.empty();
        }
        values.put(parts[i].substring(1, parts[i].length() - 1), given[i]);
      } else if (!parts[i].equals(given[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }
}
