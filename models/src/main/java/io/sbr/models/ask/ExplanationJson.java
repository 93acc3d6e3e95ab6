package io.sbr.models.ask;

import io.sbr.models.explain.BlendExplanation;
import io.sbr.models.explain.CountingExplanation;
import io.sbr.models.explain.Explanation;
import io.sbr.models.explain.GraphExplanation;
import io.sbr.models.explain.NeighbourExplanation;
import io.sbr.models.explain.RuleExplanation;
import java.util.Map;

/** Explanations for programs: {@code explain --json} and the server write them alike. */
public final class ExplanationJson {
  private static final Explanation.Visitor<Map<String, Object>> OBJECTS = new Objects();

  private ExplanationJson() {}

  /** The entries of an explanation, in order; which they are depends on its kind. */
  public static Map<String, Object> of(Explanation explanation) {
    return explanation.accept(OBJECTS);
  }

  private static final class Objects implements Explanation.Visitor<Map<String, Object>> {
    @Override
    public Map<String, Object> graph(GraphExplanation explanation) {
      return GraphJson.of(explanation);
    }

    @Override
    public Map<String, Object> counting(CountingExplanation explanation) {
      return CountingJson.of(explanation);
    }

    @Override
    public Map<String, Object> neighbours(NeighbourExplanation explanation) {
      return NeighbourJson.of(explanation);
    }

    @Override
    public Map<String, Object> rules(RuleExplanation explanation) {
      return RuleJson.of(explanation);
    }

    @Override
    public Map<String, Object> blend(BlendExplanation explanation) {
      return BlendJson.of(explanation);
    }
  }
}
