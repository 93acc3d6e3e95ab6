package io.sbr.cli.ask;

import io.sbr.data.Shown;
import io.sbr.models.ask.AnswerJson;
import io.sbr.models.pipeline.Clicks;
import io.sbr.models.pipeline.Clicks.Detail;
import io.sbr.models.pipeline.SessionRecommender;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a person should know of the answers: clicks on unknown items, what the model reads and was
 * not given, what was given and is not read. Counted while sessions are answered, said once.
 */
public final class Remarks {
  private static final int NAMED = 5;

  private final SessionRecommender run;
  private final Set<String> unknown = new LinkedHashSet<>();
  private final Set<String> strangers = new LinkedHashSet<>();
  private final Map<Detail, Long> missing = new EnumMap<>(Detail.class);
  private final Set<Detail> unread = new LinkedHashSet<>();
  private long sessions;
  private long empty;
  private long unknownClicks;
  private long blankSeparated;

  /** Nothing asked yet. */
  public Remarks(SessionRecommender run) {
    this.run = run;
  }

  /** Looks at a question. */
  public void add(Clicks clicks) {
    sessions++;
    int known = 0;
    for (String id : clicks.items()) {
      if (run.items().number(id) > 0) {
        known++;
      } else {
        unknownClicks++;
        if (unknown.size() < NAMED) {
          unknown.add(id);
        }
      }
    }
    empty += known == 0 && !clicks.items().isEmpty() ? 1 : 0;
    blankSeparated += known == 0 && clicks.items().size() == 1 && idsBetweenBlanks(clicks) ? 1 : 0;
    Set<Detail> neutral = known == 0 ? Set.of() : run.neutral(clicks);
    neutral.forEach(detail -> missing.merge(detail, 1L, Long::sum));
    if (neutral.contains(Detail.USER) && clicks.user().isPresent() && strangers.size() < NAMED) {
      strangers.add(clicks.user().get());
    }
    addUnread(clicks);
  }

  private boolean idsBetweenBlanks(Clicks clicks) {
    String[] parts = clicks.items().get(0).split("\\s+");
    for (String part : parts) {
      if (run.items().number(part) == 0) {
        return false;
      }
    }
    return parts.length > 1;
  }

  private void addUnread(Clicks clicks) {
    Set<Detail> reads = run.reads();
    boolean timesServe = reads.contains(Detail.TIMES) || reads.contains(Detail.DURATIONS);
    if (clicks.user().isPresent() && !reads.contains(Detail.USER)) {
      unread.add(Detail.USER);
    }
    if (!clicks.times().isEmpty() && !timesServe) {
      unread.add(Detail.TIMES);
    }
    if (!clicks.seconds().isEmpty() && !reads.contains(Detail.DURATIONS)) {
      unread.add(Detail.DURATIONS);
    }
  }

  /** Clicks on items that the run does not know. */
  public long unknownClicks() {
    return unknownClicks;
  }

  /** A line each, none if there is nothing to say. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (unknownClicks > 0) {
      lines.add(
          "clicks on items the run does not know, dropped: %d (%s%s)"
              .formatted(
                  unknownClicks, quoted(unknown), unknownClicks > unknown.size() ? ", …" : ""));
    }
    if (empty > 0) {
      lines.add(
          sessions == 1
              ? "the run knows none of the clicked items"
              : "sessions of which the run knows no item: %d of %d".formatted(empty, sessions));
    }
    if (blankSeparated > 0) {
      lines.add(
          "ids stand between commas, and %d session(s) hold known ids between blanks, taken as one"
              .formatted(blankSeparated));
    }
    localeHint().ifPresent(lines::add);
    lines.addAll(missing());
    if (!unread.isEmpty()) {
      lines.add(
          "%s does not read %s: without effect"
              .formatted(run.info().settings().model().name(), labels(unread)));
    }
    return lines;
  }

  private List<String> missing() {
    List<String> lines = new ArrayList<>();
    if (!missing.isEmpty()) {
      String counts =
          missing.entrySet().stream()
              .map(e -> AnswerJson.label(e.getKey()) + " (" + e.getValue() + ")")
              .collect(Collectors.joining(", "));
      lines.add(
          "%s reads %s as well; answered without, as of an average visitor, of %d session(s): %s"
              .formatted(
                  run.info().settings().model().name(), labels(run.reads()), sessions, counts));
    }
    if (!strangers.isEmpty()) {
      lines.add("users of whom the run knows nothing: " + quoted(strangers));
    }
    return lines;
  }

  /**
   * Where an argument may have lost letters on its way: the JVM decodes it in the locale's
   * encoding, and what that lacks arrives as a question mark or a replacement character.
   */
  private Optional<String> localeHint() {
    String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
    boolean unicode =
        Charset.isSupported(encoding) && Charset.forName(encoding).equals(StandardCharsets.UTF_8);
    boolean lost = unknown.stream().anyMatch(Remarks::mayHaveLostLetters);
    return unicode || !lost
        ? Optional.empty()
        : Optional.of(
            "the locale's encoding is %s, in which arguments lose other letters: set LC_ALL=C.UTF-8,"
                    .formatted(encoding)
                + " or use --in");
  }

  private static boolean mayHaveLostLetters(String id) {
    return id.chars().anyMatch(c -> c > 126 || c == '?');
  }

  private static String quoted(Set<String> ids) {
    return ids.stream().map(Shown::quoted).collect(Collectors.joining(", "));
  }

  private static String labels(Set<Detail> details) {
    return details.stream().sorted().map(AnswerJson::label).collect(Collectors.joining(", "));
  }
}
