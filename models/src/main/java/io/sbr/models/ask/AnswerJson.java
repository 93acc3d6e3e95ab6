package io.sbr.models.ask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sbr.models.pipeline.Clicks;
import io.sbr.models.pipeline.Recommendation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Answers for programs: {@code recommend --json} and the server write them alike. */
public final class AnswerJson {
  /** In ASCII, as a terminal's encoding may lack letters of an id; one object a line. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private AnswerJson() {}

  /** The entries of an answer. */
  public static Map<String, Object> of(Recommendation answer) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("known_clicks", answer.knownClicks());
    object.put("unknown_clicks", answer.unknownClicks());
    object.put("answered_by", answer.source().name().toLowerCase(Locale.ROOT));
    if (!answer.neutral().isEmpty()) {
      object.put("not_known", answer.neutral().stream().sorted().map(AnswerJson::label).toList());
    }
    List<Map<String, Object>> ranking = new ArrayList<>();
    for (Recommendation.Item item : answer.items()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("item", item.id());
      entry.put("score", item.score());
      if (!item.attributes().isEmpty()) {
        entry.put("attributes", item.attributes());
      }
      ranking.add(entry);
    }
    object.put("items", ranking);
    return object;
  }

  /**
   * An answer on one line.
   *
   * @param line the number of the line that it answers
   * @param session what that line calls its session, if it does
   */
  public static String line(long line, Optional<String> session, Recommendation answer) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("line", line);
    session.ifPresent(name -> object.put(NamedSession.SESSION, name));
    object.putAll(of(answer));
    try {
      return MAPPER.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer is made of plain values", e);
    }
  }

  /** What something beside the items is called. */
  public static String label(Clicks.Detail detail) {
    return detail.name().toLowerCase(Locale.ROOT);
  }
}
