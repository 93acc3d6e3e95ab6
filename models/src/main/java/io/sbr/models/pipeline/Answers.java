package io.sbr.models.pipeline;

import io.sbr.data.ItemSet;
import io.sbr.models.catalogue.RunCatalogue;
import io.sbr.models.eval.Recommender.TopItems;
import io.sbr.models.pipeline.Recommendation.Item;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * From questions to recommendations, as many as go through the model at once: those of which the
 * same is known stand in one batch, and one catalogue holds for all of a call.
 */
final class Answers {
  private static final int[] NOTHING = {};

  private final LoadedRun run;
  private final ClickPacker packer;
  private final RunCatalogue catalogue;

  Answers(LoadedRun run, ClickPacker packer, RunCatalogue catalogue) {
    this.run = run;
    this.packer = packer;
    this.catalogue = catalogue;
  }

  /** The answers, in order. */
  List<Recommendation> to(List<Question> questions) {
    List<KnownClicks> known = questions.stream().map(Question::clicks).map(packer::known).toList();
    TopItems[] tops = new TopItems[known.size()];
    for (int s = 0; s < tops.length; s++) {
      if (known.get(s).items().length == 0) {
        tops[s] = withoutClicks(questions.get(s));
      } else if (tops[s] == null) {
        score(known, s, questions, tops);
      }
    }
    List<Recommendation> answers = new ArrayList<>(tops.length);
    for (int s = 0; s < tops.length; s++) {
      KnownClicks clicks = known.get(s);
      int used = clicks.items().length;
      answers.add(new Recommendation(named(tops[s]), used, clicks.unknown(), clicks.neutral()));
    }
    return answers;
  }

  private TopItems withoutClicks(Question question) {
    return question.wantsPopular()
        ? run.popularity()
            .top(question.options().k(), catalogue.allowed(question.options().filter()))
        : new TopItems(new int[0], new double[0]);
  }

  /** Scores a session with all later ones that can stand in one batch with it. */
  private void score(
      List<KnownClicks> known, int first, List<Question> questions, TopItems[] tops) {
    int[] chosen =
        IntStream.range(first, tops.length)
            .filter(s -> known.get(s).items().length > 0)
            .filter(s -> known.get(s).likeColumns(known.get(first)))
            .toArray();
    List<KnownClicks> batch = Arrays.stream(chosen).mapToObj(known::get).toList();
    List<RankingOptions> options =
        Arrays.stream(chosen).mapToObj(s -> questions.get(s).options()).toList();
    List<TopItems> scored = topK(batch, options);
    for (int i = 0; i < chosen.length; i++) {
      tops[chosen[i]] = scored.get(i);
    }
  }

  /** The best items for each; one pass for all. */
  List<TopItems> topK(List<KnownClicks> batch, List<RankingOptions> options) {
    // As deep as the deepest; who asked for less gets the beginning.
    int k = options.stream().mapToInt(RankingOptions::k).max().orElseThrow();
    int[][] excluded = null;
    if (options.stream().anyMatch(RankingOptions::excludeSeen)) {
      excluded = new int[batch.size()][];
      for (int s = 0; s < excluded.length; s++) {
        excluded[s] =
            options.get(s).excludeSeen()
                ? Arrays.stream(batch.get(s).items()).sorted().distinct().toArray()
                : NOTHING;
      }
    }
    List<TopItems> tops =
        run.model().recommender().topK(packer.pack(batch), k, excluded, allowed(options));
    return IntStream.range(0, tops.size())
        .mapToObj(s -> tops.get(s).first(options.get(s).k()))
        .toList();
  }

  /** The items that each may have; null if that is all of them for all. */
  private ItemSet[] allowed(List<RankingOptions> options) {
    ItemSet[] allowed =
        options.stream()
            .map(option -> catalogue.allowed(option.filter()).orElse(null))
            .toArray(ItemSet[]::new);
    return Arrays.stream(allowed).allMatch(Objects::isNull) ? null : allowed;
  }

  private List<Item> named(TopItems top) {
    List<Item> named = new ArrayList<>(top.items().length);
    for (int i = 0; i < top.items().length; i++) {
      String id = run.items().id(top.items()[i]);
      named.add(new Item(id, top.scores()[i], catalogue.attributes(id)));
    }
    return named;
  }
}
