package io.sbr.spark.prepare;

import io.sbr.data.DataException;
import io.sbr.data.prepare.LogPart;
import io.sbr.data.prepare.LogSessions;
import io.sbr.data.prepare.Prepare;
import io.sbr.data.prepare.PrepareRequest;
import io.sbr.data.prepare.Progress;
import io.sbr.data.prepare.SessionSlice;
import io.sbr.data.read.Click;
import io.sbr.data.read.ClickReader;
import io.sbr.data.read.ClickSink;
import io.sbr.data.read.Column;
import io.sbr.data.read.LogFile;
import io.sbr.data.read.LogPiece;
import io.sbr.data.read.LogPieces;
import io.sbr.data.read.look.Look;
import io.sbr.spark.cluster.BlockPlace;
import io.sbr.spark.cluster.Faults;
import io.sbr.spark.cluster.PartOfBlock;
import io.sbr.spark.cluster.Scratch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** Reads a log on Spark and makes sessions of it, the same that {@link Prepare} makes alone. */
public final class SparkReading implements Prepare.Reading {
  private static final int BLOCK_BYTES = 1 << 15;

  /** Of a slice at least: 16 MiB. */
  private static final int SLICE_CLICKS = 1 << 20;

  private final JavaSparkContext spark;
  private final int parts;
  private final long pieceBytes;
  private final int sliceClicks;

  /**
   * Reads on a cluster, whose every machine must see the files under their names.
   *
   * @param parts how many parts the keys are divided into; a part must fit into an executor
   * @param pieceBytes about how much of a file is read in one task
   */
  public SparkReading(JavaSparkContext spark, int parts, long pieceBytes) {
    this(spark, parts, pieceBytes, SLICE_CLICKS);
  }

  /**
   * @param sliceClicks how many clicks go to the driver at once, of short parts
   */
  SparkReading(JavaSparkContext spark, int parts, long pieceBytes, int sliceClicks) {
    this.spark = spark;
    this.parts = parts;
    this.pieceBytes = pieceBytes;
    this.sliceClicks = sliceClicks;
  }

  @Override
  public LogSessions sessions(PrepareRequest request, Look look, Progress progress) {
    try {
      return joined(parts(request, look));
    } catch (DataException e) {
      throw e;
    } catch (Exception e) { // Spark's own is checked, and Scala does not declare it
      // Which row is at fault is said by the one reader that counts lines from the beginning.
      readInOrder(request, look.reader());
      throw Faults.of(e);
    }
  }

  /** Clicks come one slice after another: the driver has room for those of the log once. */
  private static LogSessions joined(JavaRDD<PartOutcome> parts) {
    parts.persist(StorageLevel.DISK_ONLY());
    try {
      List<LogSessions> outlines =
          parts.mapPartitions(own -> List.of(own.next().outline()).iterator()).collect();
      return LogSessions.joined(
          outlines,
          PartOutcome.slices(outlines.size(), (part, number) -> slice(parts, part, number)));
    } finally {
      parts.unpersist(false);
    }
  }

  private static SessionSlice slice(JavaRDD<PartOutcome> parts, int part, int number) {
    return parts
        .mapPartitions(own -> List.of(PartOutcome.slice(own, number)).iterator())
        .collectPartitions(new int[] {part})[0]
        .get(0);
  }

  private JavaRDD<PartOutcome> parts(PrepareRequest request, Look look) {
    ClickReader reader = look.reader();
    LogOnSpark log = log(request, reader);
    log.part(); // what the settings need and the log lacks is said before anything is read
    List<LogPiece> pieces = pieces(request, look);
    int count = parts;
    int leastClicks = sliceClicks;
    return spark
        .parallelizePairs(numbered(pieces), pieces.size())
        .mapPartitionsToPair(some -> blocks(log, reader, some, count))
        .partitionBy(new PartOfBlock(count))
        .mapPartitions(blocks -> PartOutcome.of(part(log, blocks), leastClicks));
  }

  private static List<Tuple2<Integer, LogPiece>> numbered(List<LogPiece> pieces) {
    return IntStream.range(0, pieces.size()).mapToObj(p -> new Tuple2<>(p, pieces.get(p))).toList();
  }

  private List<LogPiece> pieces(PrepareRequest request, Look look) {
    LogPieces cutter =
        new LogPieces(request.choices().encoding(), look.shape().dialect(), look.reader());
    List<LogPiece> pieces = new ArrayList<>();
    for (Path input : request.inputs()) {
      pieces.addAll(cutter.of(input, pieceBytes));
    }
    return pieces;
  }

  /** The blocks of the one piece that a task reads. */
  private static Iterator<Tuple2<BlockPlace, byte[]>> blocks(
      LogOnSpark log, ClickReader reader, Iterator<Tuple2<Integer, LogPiece>> pieces, int parts) {
    Tuple2<Integer, LogPiece> piece = pieces.next();
    return new PieceBlocks(
        TaskContext.get(),
        full -> {
          PieceRows rows = new PieceRows(log, piece._1(), parts, BLOCK_BYTES, full);
          piece._2().read(reader, rows);
          rows.end();
        });
  }

  private static LogSessions part(LogOnSpark log, Iterator<Tuple2<BlockPlace, byte[]>> blocks) {
    LogPart part = log.part();
    try (PartBlocks inOrder = new PartBlocks(Scratch.file())) {
      inOrder.addAll(blocks);
      Scratch.count(inOrder.bytes());
      inOrder.read(part::add);
    }
    return part.sessions();
  }

  /** What the first rows of the first file say of the log. */
  private static LogOnSpark log(PrepareRequest request, ClickReader reader) {
    FirstRow first = new FirstRow();
    try {
      reader.read(file(request, request.inputs().get(0)), first);
    } catch (FirstRow.Seen seen) {
      // that is all that was to be read
    }
    return new LogOnSpark(
        request.settings(), request.choices().time(), first.columns, first.header);
  }

  private static LogFile file(PrepareRequest request, Path input) {
    return new LogFile(input, request.choices().encoding(), bytes -> {});
  }

  private static void readInOrder(PrepareRequest request, ClickReader reader) {
    LogOnSpark log = log(request, reader);
    for (Path input : request.inputs()) {
      reader.read(
          file(request, input),
          new ClickSink() {
            @Override
            public void begin(String file, Set<Column> columns) {
              log.check(file, columns);
            }

            @Override
            public void accept(Click click) {
              // only faults are looked for
            }
          });
    }
  }

  /** Stops reading at the first row. */
  private static final class FirstRow implements ClickSink {
    private List<String> header = List.of();
    private Set<Column> columns;

    @Override
    public void header(List<String> names) {
      header = List.copyOf(names);
    }

    @Override
    public void begin(String file, Set<Column> found) {
      columns = EnumSet.copyOf(found);
    }

    @Override
    public void accept(Click click) {
      throw new Seen();
    }

    private static final class Seen extends RuntimeException {
      private static final long serialVersionUID = 1;

      Seen() {
        super(null, null, false, false);
      }
    }
  }
}
