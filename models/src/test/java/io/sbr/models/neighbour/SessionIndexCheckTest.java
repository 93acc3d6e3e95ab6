package io.sbr.models.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.data.Sessions;
import io.sbr.models.counting.Popularity;
import io.sbr.models.settings.ModelSettings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index with any bit changed is refused in a sentence, or still answers. */
class SessionIndexCheckTest {
  private static final ModelSettings SETTINGS = ModelSettings.of(VSknn.KIND);

  @TempDir Path temp;

  @Test
  void changedBytes() throws IOException {
    Sessions clicks = KnnGolden.clicks();
    int items = KnnGolden.ITEMS + KnnGolden.UNKNOWN;
    Popularity popularity = Popularity.of(clicks, items);
    Path file = temp.resolve("sessions.index");
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      NeighbourModel.learn(SETTINGS, clicks, popularity).write(out);
    }
    byte[] sound = Files.readAllBytes(file);
    int refused = 0;
    int tried = 0;
    for (int at = 0; at < sound.length; at += 13) { // every place within a number in turn
      tried++;
      byte[] bent = sound.clone();
      bent[at] ^= (byte) (1 << at % 8);
      // another file each time: what is mapped must not change
      Path other = Files.write(temp.resolve("bent" + at), bent);
      try {
        NeighbourModel model = NeighbourModel.map(SETTINGS, other, popularity, true);
        model.support(KnnGolden.queries().get(at % KnnGolden.queries().size()), new int[] {1, 2});
      } catch (IllegalArgumentException e) {
        refused++;
        assertThat(e).hasMessageStartingWith(other.toString());
      }
      Files.delete(other);
    }
    assertThat(refused).isGreaterThan(tried / 4);
  }
}
