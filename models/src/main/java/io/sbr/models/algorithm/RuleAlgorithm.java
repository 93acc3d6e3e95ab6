package io.sbr.models.algorithm;

import io.sbr.data.Sessions;
import io.sbr.data.UsageHistory;
import io.sbr.models.counting.Popularity;
import io.sbr.models.eval.Recommender;
import io.sbr.models.explain.Explanation;
import io.sbr.models.explain.RuleExplanation;
import io.sbr.models.rules.RuleKind;
import io.sbr.models.rules.RuleModel;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.run.RunWriter;
import io.sbr.models.settings.ModelSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Rules from item to item, kept as a table. */
final class RuleAlgorithm extends OnePassAlgorithm {
  private final RuleKind kind;
  private final OnePassLearning<RuleModel> learning;

  RuleAlgorithm(RuleKind kind, OnePassLearning<RuleModel> learning) {
    this.kind = kind;
    this.learning = learning;
  }

  @Override
  Learned learn(ModelSettings settings, Sessions train, Popularity popularity) {
    return new Rules(kind, learning.learn(settings, train, popularity), popularity);
  }

  @Override
  Fitted load(Loading loading, Popularity popularity) {
    RunDirectory run = loading.run();
    ModelSettings settings = loading.info().settings().model();
    RuleModel model = RuleModel.read(settings, run.checked(run.rules()), popularity);
    return new Rules(kind, model, popularity);
  }

  /**
   * A table with its settings.
   *
   * @param kind of rules
   * @param model answers
   * @param popularity clicks on each item
   */
  private record Rules(RuleKind kind, RuleModel model, Popularity popularity) implements Learned {
    @Override
    public void keep(RunWriter writer, UsageHistory history) throws IOException {
      writer.replace(writer.directory().rules(), model::write, model::verify);
    }

    @Override
    public Recommender recommender() {
      return model.recommender();
    }

    @Override
    public Explanation explain(Question question) {
      List<RuleExplanation.Result> results = new ArrayList<>();
      for (int i = 0; i < question.top().items().length; i++) {
        int item = question.top().items()[i];
        List<RuleExplanation.Cause> causes =
            model.causes(question.clicks(), item).stream()
                .map(
                    cause ->
                        new RuleExplanation.Cause(
                            cause.position(),
                            question.items().id(question.clicks()[cause.position()]),
                            cause.weight()))
                .toList();
        double score = question.top().scores()[i];
        results.add(new RuleExplanation.Result(question.items().id(item), score, causes));
      }
      return new RuleExplanation(kind.name(), question.clickIds(), question.unknown(), results);
    }
  }
}
