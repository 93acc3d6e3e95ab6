package io.sbr.models.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.models.learning.AdagradSettings;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.train.TrainSettings;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Whether a run may go on with these settings. */
public final class SettingsCheck {
  /** May differ between the processes of one run: they change no weight that is yet trained. */
  static final Set<String> FREE = Set.of("epochs", "checkpointEvery", "lossEvery");

  private SettingsCheck() {}

  /**
   * Refuses settings that contradict those the run was begun with.
   *
   * @throws IllegalArgumentException naming the first difference
   */
  public static void check(Path folder, TrainSettings begun, TrainSettings now) {
    if (begun.ties() != now.ties()) { // the default is not written, so it is in no tree
      throw refused(folder, TrainSettings.TIES, begun.ties().toString(), now.ties().toString());
    }
    if (begun.learning().isPresent() && now.learning().isPresent()) {
      course(folder, begun.byEpochs(), now.byEpochs());
    }
    if (!begun.blend().equals(now.blend())) { // and its settings have names of the model's
      throw refused(folder, TrainSettings.BLEND, words(begun.blend()), words(now.blend()));
    }
    compare(folder, "", Json.MAPPER.valueToTree(begun), Json.MAPPER.valueToTree(now));
    if (begun.learning().isPresent()) {
      AdagradSettings before = begun.byEpochs().optimizer().adagrad();
      AdagradSettings after = now.byEpochs().optimizer().adagrad();
      if (!Objects.equals(before, after)) { // that of Adam is in no tree
        throw refused(folder, "optimizer", words(before), words(after));
      }
    }
    if (begun.learning().isPresent() && now.byEpochs().epochs() < begun.byEpochs().epochs()) {
      throw new IllegalArgumentException(
          "%s was begun with epochs %d; they may be raised, not lowered to %d"
              .formatted(folder, begun.byEpochs().epochs(), now.byEpochs().epochs()));
    }
  }

  private static void course(Path folder, LearningSettings begun, LearningSettings now) {
    if (!begun.course().equals(now.course())) { // the plain one is in no tree
      throw refused(folder, "course", begun.course().toString(), now.course().toString());
    }
    if (now.epochs() > begun.epochs() && begun.lastEpochsDiffer()) {
      throw new IllegalArgumentException(
          "%s was begun with epochs %d, the last of which are not like the others: they cannot be raised to %d; train into another folder"
              .formatted(folder, begun.epochs(), now.epochs()));
    }
  }

  private static String words(AdagradSettings adagrad) {
    return adagrad == null ? "adam" : "adagrad, momentum " + adagrad.momentum();
  }

  private static String words(Optional<ModelSettings> blend) {
    return blend.map(ModelSettings::toString).orElse("none");
  }

  private static void compare(Path folder, String name, JsonNode begun, JsonNode now) {
    if (begun.isObject()) {
      Iterator<Map.Entry<String, JsonNode>> fields = begun.fields();
      while (fields.hasNext()) {
        Map.Entry<String, JsonNode> field = fields.next();
        if (!FREE.contains(field.getKey())) {
          String word = field.getKey().equals("name") ? "model" : field.getKey();
          compare(folder, word, field.getValue(), now.path(field.getKey()));
        }
      }
      now.fieldNames()
          .forEachRemaining(
              setting -> {
                if (!begun.has(setting)) {
                  throw new IllegalArgumentException(
                      "%s was begun without %s: leave it out, or train into another folder"
                          .formatted(folder, setting));
                }
              });
    } else if (!now.isMissingNode() && !begun.equals(now)) {
      throw refused(folder, name, begun.asText(begun.toString()), now.asText(now.toString()));
    }
  }

  private static IllegalArgumentException refused(
      Path folder, String name, String begun, String now) {
    return new IllegalArgumentException(
        "%s was begun with %s %s, not %s: leave that option out, or train into another folder"
            .formatted(folder, name, begun, now));
  }
}
