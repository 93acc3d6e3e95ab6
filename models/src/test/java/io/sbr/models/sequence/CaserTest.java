package io.sbr.models.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.data.UserIds;
import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.graph.ModelTwins;
import io.sbr.models.graph.PlainLayers;
import io.sbr.models.pipeline.Clicks;
import io.sbr.models.pipeline.RunEvaluation;
import io.sbr.models.pipeline.SessionRecommender;
import io.sbr.models.pipeline.TrainingRun;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainResult;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Caser without users and with its authors' alignment, of which no golden case exists, against
 * plain loops over one window; and with users through a whole run.
 */
class CaserTest {
  private static final int D = 6;
  private static final ModelSettings WITH_USERS =
      Models.settings("caser").with(Map.of("users", "on", "window", "3"));

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({"last, 5", "first, 5", "last, 1", "first, 3"})
  void scoresByPlainLoops(String align, int length) {
    ModelSettings settings =
        Models.settings("caser")
            .with(
                Map.of(
                    "hidden",
                    "" + D,
                    "window",
                    "" + length,
                    "vertical",
                    "2",
                    "horizontal",
                    "3",
                    "align",
                    align));
    ModelTwins.assertEqual(
        settings, (layers, session) -> twin(layers, session, length, align.equals("last")));
  }

  private static double[] twin(PlainLayers layers, int[] session, int length, boolean atTheEnd) {
    double[] image = new double[length * D]; // click after click
    int taken = Math.min(length, session.length);
    for (int t = 0; t < length; t++) {
      int click = t - (atTheEnd ? length - taken : 0);
      boolean real = click >= 0 && click < taken;
      int item = real ? session[session.length - taken + click] : 0;
      System.arraycopy(layers.get("item_embedding.weight"), item * D, image, t * D, D);
    }
    double[] said = new double[2 * D + 3 * length];
    for (int f = 0; f < 2; f++) {
      for (int c = 0; c < D; c++) {
        said[f * D + c] = layers.get("conv_v.bias")[f];
        for (int t = 0; t < length; t++) {
          said[f * D + c] += layers.get("conv_v.weight")[f * length + t] * image[t * D + c];
        }
      }
    }
    for (int height = 1; height <= length; height++) {
      for (int t = 0; t <= length - height; t++) {
        double[] part = Arrays.copyOfRange(image, t * D, (t + height) * D);
        double[] filtered = layers.linear("conv_h." + (height - 1), part);
        for (int f = 0; f < 3; f++) {
          int at = 2 * D + 3 * (height - 1) + f;
          said[at] = Math.max(said[at], filtered[f]); // which begins with 0, and so is ReLU's
        }
      }
    }
    double[] s = relu(layers.linear("fc2", relu(layers.linear("fc1", said))));
    double[] all = layers.scores("item_embedding.weight", s);
    return Arrays.copyOfRange(all, 1, all.length);
  }

  private static double[] relu(double[] x) {
    return Arrays.stream(x).map(v -> Math.max(0, v)).toArray();
  }

  private TrainResult train(Dataset data, Path folder) {
    try (Backend backend = Backends.choose("cpu", 1).backend()) {
      return TrainingRun.train(
          folder,
          false,
          data,
          Fixtures.settings(WITH_USERS, Protocol.HONEST, 2),
          Map.of(),
          Optional.of(backend),
          TrainListener.NONE,
          () -> false);
    }
  }

  /** Whoever is known is answered otherwise than a stranger, and than somebody else. */
  @Test
  void aUserIsKnownByHisId() {
    Path folder = temp.resolve("run");
    train(Fixtures.owned(), folder);
    try (SessionRecommender run = SessionRecommender.load(folder, "cpu", 1)) {
      Clicks clicks = Clicks.of(List.of("item-3", "item-24"));
      List<String> all = Fixtures.madeUp().items().ids();
      double[] stranger = run.scores(clicks, all);
      assertThat(run.scores(clicks.by("nobody"), all)).isEqualTo(stranger);
      assertThat(run.scores(clicks.by("ann"), all)).isNotEqualTo(stranger);
      assertThat(run.scores(clicks.by("ann"), all)).isNotEqualTo(run.scores(clicks.by("ü"), all));
    }
  }

  /** Numbers of users are those of one data set; a run that is measured on another goes by ids. */
  @Test
  void usersOfOtherDataAreMatchedByTheirIds() {
    Dataset data = Fixtures.owned();
    Path folder = temp.resolve("run");
    TrainResult trained = train(data, folder);
    TurnedNumbers turned = new TurnedNumbers(data);
    try (SessionRecommender run = SessionRecommender.load(folder, "cpu", 1)) {
      RunEvaluation again = RunEvaluation.of(run, turned.data(), List.of(5, 20), (a, b) -> true);
      assertThat(again.metrics()).isEqualTo(trained.test());
    }
  }

  /** The same data with users numbered from 20 downwards. */
  private record TurnedNumbers(Dataset of) {
    Dataset data() {
      TreeMap<Integer, String> ids = new TreeMap<>();
      IntStream.range(0, 6).forEach(user -> ids.put(20 - user, of.users().id(user)));
      return new Dataset(
          of.name(),
          of.items(),
          turned(of.train()),
          turned(of.test()),
          of.lastDuration(),
          UserIds.of(ids));
    }

    private static Sessions turned(Sessions sessions) {
      int[] users = Arrays.stream(sessions.users()).map(user -> 20 - user).toArray();
      return new Sessions(
          sessions.items(), sessions.offsets(), sessions.times(), sessions.durations(), users);
    }
  }

  @Test
  void dataWithoutUsersAreRefused() {
    assertThatThrownBy(() -> train(Fixtures.madeUp(), temp.resolve("run")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--users on: the data have no users whose clicks have times");
  }
}
