package io.sbr.models.neighbour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.Sessions;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.sparse.ReachedItems;
import io.sbr.models.sparse.SessionTimes;
import io.sbr.tensor.io.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionIndexFileTest {
  private static final int HEAD = 64;
  private static final int ITEMS = KnnGolden.ITEMS;

  @TempDir Path folder;

  private SessionIndex index;
  private Path file;

  @BeforeEach
  void writeGolden() throws IOException {
    Sessions clicks = KnnGolden.clicks();
    index = new SessionIndexBuilder(clicks, ITEMS).build(SessionTimes.seconds(clicks, 1));
    file = folder.resolve("neighbours.index");
    write(index);
  }

  private void write(SessionIndex written) throws IOException {
    AtomicFiles.replace(file, channel -> SessionIndexFile.write(written, channel), beside -> {});
  }

  private static List<List<Integer>> columns(SessionIndex index) {
    return List.of(
        ints(index.sessionOffsets()),
        ints(index.sessionItems()),
        ints(index.positions()),
        ints(index.age()),
        ints(index.itemOffsets()),
        ints(index.itemSessions()),
        ints(index.events()),
        ints(index.holders()));
  }

  private static List<Integer> ints(IntColumn column) {
    return IntStream.range(0, column.length()).mapToObj(column::get).toList();
  }

  /** In segments of 16 and of 64 ints, and in one. */
  @ParameterizedTest
  @ValueSource(ints = {4, 6, IntColumn.SEGMENT_BITS})
  void mapsWhatWasWritten(int bits) throws IOException {
    SessionIndex mapped = SessionIndexFile.map(file, ITEMS, bits);
    assertThat(mapped.itemCount()).isEqualTo(ITEMS);
    assertThat(columns(mapped)).isEqualTo(columns(index));
    assertThat(Files.size(file)).isEqualTo(SessionIndexFile.bytes(index));
    write(mapped);
    assertThat(columns(SessionIndexFile.map(file, ITEMS))).isEqualTo(columns(index));
  }

  @Test
  void answersAsTheIndexInMemory() throws IOException {
    NeighbourScores inMemory = scores(index);
    NeighbourScores mapped = scores(SessionIndexFile.map(file, ITEMS, 5));
    for (int[] query : KnnGolden.queries()) {
      int[] known = IntStream.of(query).filter(item -> item <= ITEMS).toArray();
      ReachedItems expected = inMemory.score(known, 0, known.length);
      ReachedItems reached = mapped.score(known, 0, known.length);
      for (int item = 1; item <= ITEMS; item++) {
        assertThat(reached.score(item)).isEqualTo(expected.score(item));
      }
    }
  }

  private static NeighbourScores scores(SessionIndex index) {
    ModelSettings settings = ModelSettings.of(VSknn.KIND);
    return new NeighbourScores(index, VSknn.KIND.factory().create(settings, index, 0));
  }

  @Test
  void theFileIsAsDescribed() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.getLong()).isEqualTo(0x58444E4952425300L);
    assertThat(bytes.getInt()).isEqualTo(1);
    assertThat(bytes.getInt()).isEqualTo(ITEMS);
    assertThat(bytes.getInt()).isEqualTo(300);
    assertThat(bytes.getInt()).isEqualTo(index.sessionItems().length());
    assertThat(bytes.getInt()).isEqualTo(index.itemSessions().length());
    int items = HEAD + (4 * 301 + 63) / 64 * 64;
    assertThat(bytes.getInt(items)).isEqualTo(index.sessionItems().get(0));
  }

  @Test
  void anEmptyIndexIsMappedToo() throws IOException {
    write(new SessionIndexBuilder(Sessions.of(), 0).build(new long[0]));
    assertThat(SessionIndexFile.map(file, 0).sessions()).isZero();
  }

  @Test
  void aFileCutOrLengthenedIsRefusedByName() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    List<Integer> lengths = new ArrayList<>(List.of(0, 7, HEAD - 1, HEAD, whole.length - 1));
    lengths.add(whole.length + 64);
    lengths.add(whole.length - 64);
    for (int length : lengths) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatIllegalArgumentException()
          .as("%d bytes", length)
          .isThrownBy(() -> SessionIndexFile.map(file, ITEMS))
          .withMessageStartingWith(file.toString())
          .withMessageContaining(length < HEAD ? "no index" : "bytes, expected");
    }
  }

  @Test
  void otherFilesVersionsAndItemsAreRefusedByName() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SessionIndexFile.map(file, ITEMS + 1))
        .withMessage(file + " is an index of 60 items, expected 61");
    patch(8, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SessionIndexFile.map(file, ITEMS))
        .withMessage(file + " is of version 2, and this program reads version 1");
    patch(0, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SessionIndexFile.map(file, ITEMS))
        .withMessage(file + " is no index of sessions");
    assertThatThrownBy(() -> SessionIndexFile.map(folder.resolve("none"), ITEMS))
        .isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void countsThatCannotBeAreRefused(int count) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int at = 16; at < 28; at += 4) {
      Files.write(file, whole);
      patch(at, count);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SessionIndexFile.map(file, ITEMS))
          .withMessageStartingWith(file + " is damaged: ");
    }
  }

  @Test
  void offsetsThatDoNotAscendAreRefused() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int session : new int[] {0, 75, 150, 300}) {
      for (int offset : new int[] {-1, 1 << 30}) {
        Files.write(file, whole);
        patch(HEAD + 4 * session, offset);
        assertThatIllegalArgumentException()
            .isThrownBy(() -> SessionIndexFile.map(file, ITEMS))
            .withMessageStartingWith(file + " is damaged: its offsets");
      }
    }
  }

  /** What opening does not see ends in an exception when it is read. */
  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, 1 << 29, Integer.MAX_VALUE})
  void damageWithinIsNeverReadAsMemory(int value) throws IOException {
    int items = HEAD + (4 * 301 + 63) / 64 * 64;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int at = 0; at < index.sessionItems().length(); at++) {
        channel.write(ByteBuffer.wrap(little(value)), items + 4L * at);
      }
    }
    NeighbourScores damaged = scores(SessionIndexFile.map(file, ITEMS));
    int[] clicks = {index.sessionItems().get(0)};
    assertThatThrownBy(() -> damaged.score(clicks, 0, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    SessionIndex mapped = SessionIndexFile.map(file, ITEMS);
    assertThatThrownBy(() -> mapped.sessionItems().get(value))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private void patch(int at, int value) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(little(value)), at);
    }
  }

  private static byte[] little(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  @Test
  void aFileThatIsReplacedKeepsItsOldBytesForThoseWhoOpenedIt() throws IOException {
    SessionIndex mapped = SessionIndexFile.map(file, ITEMS, 6);
    write(new SessionIndexBuilder(Sessions.of(new int[] {1, 2}), ITEMS).build(new long[1]));
    assertThat(SessionIndexFile.map(file, ITEMS).sessions()).isEqualTo(1);
    assertThat(columns(mapped)).isEqualTo(columns(index));
  }

  /** Two columns of 2.6 GiB: more than a buffer holds. The file is a hole but for its ends. */
  @Test
  void columnsAreLongerThanABuffer() throws IOException {
    int pairs = 700_000_000;
    ByteBuffer head = ByteBuffer.allocate(HEAD + 8).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(0x58444E4952425300L).putInt(1).putInt(0).putInt(1).putInt(pairs).putInt(0);
    head.putInt(HEAD + 4, pairs);
    long items = HEAD + 64;
    long column = 4L * pairs;
    long end = items + 2 * column + 4 * 64;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      channel.write(head.clear(), 0);
      channel.write(ByteBuffer.wrap(little(77)), items + column - 4);
      channel.write(ByteBuffer.wrap(little(78)), items + 2 * column - 4);
      channel.write(ByteBuffer.allocate(1), end - 1);
    }
    SessionIndex mapped = SessionIndexFile.map(file, 0);
    assertThat(mapped.sessionItems().get(pairs - 1)).isEqualTo(77);
    assertThat(mapped.positions().get(pairs - 1)).isEqualTo(78);
    assertThat(mapped.size(0)).isEqualTo(pairs);
  }
}
