package io.sbr.bench.timing;

import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.batch.parts.ClickTransitions;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Philox;
import io.sbr.tensor.Segments;
import java.util.Arrays;

/**
 * Click sessions in the shape of Diginetica's, for machines without the data: 4.13 input clicks and
 * 3.57 different items an example on average (docs/pipeline.md, section 14), items of very unequal
 * popularity. The same in every run.
 *
 * <p>Session lengths are geometric, because then their prefixes are too, with the same mean.
 */
public final class MadeUpClicks {
  private static final double CONTINUE = 1 - 1 / 4.13;
  private static final double REPEAT = 0.18;
  private static final int LONGEST = 70;
  private static final long SEED = 7;

  private MadeUpClicks() {}

  /** This many sessions of at least two clicks on items 1 … {@code items}. */
  public static Sessions sessions(int items, int count) {
    int[][] sessions = new int[count][];
    for (int s = 0; s < count; s++) {
      int[] clicks = new int[LONGEST];
      int length = 0;
      do {
        clicks[length] = click(s, clicks, length, items);
        length++;
      } while (length < 2 || (length < LONGEST && draw(s, 3 * length) < CONTINUE));
      sessions[s] = Arrays.copyOf(clicks, length);
    }
    return Sessions.of(sessions);
  }

  /** An earlier click of the session again, or any item, low numbers most often. */
  private static int click(int session, int[] clicks, int length, int items) {
    double choice = draw(session, 3 * length + 1);
    if (length > 0 && choice < REPEAT) {
      return clicks[(int) (choice / REPEAT * length)];
    }
    double u = draw(session, 3 * length + 2);
    return 1 + (int) (u * u * items);
  }

  private static double draw(int session, int number) {
    return Philox.uniform(SEED, session, number);
  }

  /** The first {@code size} examples of such sessions as a batch. */
  public static GraphBatch batch(int items, int size) {
    Examples examples = new Examples(sessions(items, size), 1);
    int[] numbers = new int[size];
    Arrays.setAll(numbers, i -> i);
    return new BatchBuilder(items, ClickTransitions.sessionGraph(), 0).build(examples, numbers);
  }

  /** Which nodes of a batch belong to which session. */
  public static Segments nodes(GraphBatch batch, Arena arena) {
    return new Segments(
        batch.sessions(),
        batch.nodes(),
        arena.copyOf(batch.nodeOffsets()),
        arena.copyOf(batch.nodeSession()));
  }
}
