package io.sbr.models.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.data.Vocabulary;
import io.sbr.models.Fixtures;
import io.sbr.models.graph.PsrGat;
import io.sbr.models.learning.Agc;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.learning.LrScheduleForm;
import io.sbr.models.learning.OptimizerSettings;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainResult;
import io.sbr.models.train.TrainSettings;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One model for each user. */
class PerUserTest {
  private static final int ITEMS = 12;

  /** User u goes through three items of its own, again and again; user 9 has no test session. */
  private static Dataset shop(int... users) {
    return new Dataset(
        "shop",
        new Vocabulary(IntStream.rangeClosed(1, ITEMS).mapToObj(i -> "i" + i).toList()),
        part(6, users),
        part(2, IntStream.of(users).filter(u -> u != 9).toArray()));
  }

  private static Sessions part(int sessionsEach, int... users) {
    List<int[]> sessions = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    for (int user : users) {
      for (int s = 0; s < sessionsEach; s++) {
        int first = 3 * (user % 4) + 1;
        int shift = s % 3;
        sessions.add(
            new int[] {
              first + shift, first + (shift + 1) % 3, first + (shift + 2) % 3, first + shift
            });
        owners.add(user);
      }
    }
    Sessions plain = Sessions.of(sessions.toArray(int[][]::new));
    return new Sessions(
        plain.items(),
        plain.offsets(),
        IntStream.range(0, plain.clicks()).mapToLong(c -> 1000L * c).toArray(),
        null,
        owners.stream().mapToInt(u -> u).toArray());
  }

  private static PerUser train(Dataset data, boolean lastOnly, int minSessions) {
    ModelSettings model = ModelSettings.of(PsrGat.KIND).with(Map.of("hidden", "8", "dropout", "0"));
    OptimizerSettings steady =
        new OptimizerSettings(0.01, 0, 100, 0.1, LrScheduleForm.TORCH10, Agc.OFF);
    TrainSettings settings =
        new TrainSettings(
            model,
            Optional.of(new LearningSettings(steady, 60, 8, 3, 60, 1000, 1)),
            Protocol.PAPER,
            1,
            0.1,
            List.of(3));
    try (Backend backend = Backends.choose("cpu", 1).backend()) {
      PerUser result =
          PerUser.train(
              data,
              settings,
              new PerUser.Choice(lastOnly, minSessions),
              Optional.of(backend),
              (user, done, total) -> assertThat(done).isLessThanOrEqualTo(total),
              () -> false);
      assertThat(backend.liveBytes()).isZero();
      return result;
    }
  }

  @Test
  void everyUserHasAModelOfItsOwnSessionsAlone() {
    PerUser all = train(shop(0, 1, 2, 9), false, 1);
    assertThat(all.users()).extracting(PerUser.User::number).containsExactly(0, 1, 2);
    assertThat(all.skipped()).isEqualTo(1);
    assertThat(all.users().get(1).trained()).isEqualTo(6 * 3);
    assertThat(all.users().get(1).tested()).isEqualTo(2 * 3);
    assertThat(all.users().get(1).metrics().recall(3)).isEqualTo(100);
    PerUser alone = train(shop(1), false, 1);
    assertThat(alone.users().get(0)).isEqualTo(all.users().get(1));
  }

  @Test
  void theMeanIsOverUsers() {
    PerUser all = train(shop(0, 1, 2), true, 2);
    assertThat(all.users().get(0).trained()).isEqualTo(6); // the last click of each session
    assertThat(all.users().get(0).tested()).isEqualTo(2);
    double sum = 0;
    for (PerUser.User user : all.users()) {
      sum += user.metrics().mrr(20);
    }
    assertThat(all.mean().mrr(20)).isCloseTo(sum / 3, within(1e-9));
  }

  /** The best epoch is not the last one, so that weights must be kept and taken back. */
  @Test
  void aLoneUsersFiguresAreThoseOfARunOnTheSameData(@TempDir Path folder) {
    Dataset data = Fixtures.madeUp();
    Dataset owned = new Dataset("owned", data.items(), owned(data.train()), owned(data.test()));
    TrainSettings settings = Fixtures.settings(Protocol.HONEST, 6);
    try (Backend backend = Backends.choose("reference", 1).backend()) {
      TrainResult run =
          TrainingRun.train(
              folder.resolve("run"),
              false,
              owned,
              settings,
              Map.of(),
              Optional.of(backend),
              TrainListener.NONE,
              () -> false);
      assertThat(run.selectedEpoch()).isLessThan(run.history().size() - 1);
      PerUser alone =
          PerUser.train(
              owned,
              settings,
              new PerUser.Choice(false, 1),
              Optional.of(backend),
              (user, done, total) -> {},
              () -> false);
      assertThat(alone.users()).hasSize(1);
      assertThat(alone.users().get(0).metrics()).isEqualTo(run.test());
    }
  }

  /** The same sessions, all of user 0. */
  private static Sessions owned(Sessions sessions) {
    return new Sessions(
        sessions.items(), sessions.offsets(), null, null, new int[sessions.count()]);
  }

  @Test
  void whoHasTooFewSessionsIsSkipped() {
    assertThatThrownBy(() -> train(shop(0, 9), true, 7))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "shop: none of 2 users has 7 train sessions and a test session that give examples");
    assertThatThrownBy(() -> train(Fixtures.madeUp(), true, 1))
        .isInstanceOf(DataException.class)
        .hasMessage("made-up: no users, so there is no model for each");
  }
}
