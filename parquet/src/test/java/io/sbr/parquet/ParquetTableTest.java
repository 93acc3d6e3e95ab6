package io.sbr.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blue.strategic.parquet.ParquetWriter;
import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.file.PackedFile;
import io.sbr.data.prepare.Formats;
import io.sbr.data.prepare.Prepare;
import io.sbr.data.prepare.PrepareRequest;
import io.sbr.data.read.look.Choices;
import io.sbr.data.read.look.LogLook;
import io.sbr.data.read.look.Look;
import io.sbr.data.store.Hashes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet where a log is wanted: the same clicks as from CSV. */
class ParquetTableTest {
  private static final LogicalTypeAnnotation STRING = LogicalTypeAnnotation.stringType();

  @TempDir Path folder;

  private Path write(MessageType schema, List<List<Object>> rows) throws IOException {
    Path file = folder.resolve("clicks.parquet");
    Files.deleteIfExists(file);
    try (ParquetWriter<List<Object>> out =
        ParquetWriter.writeFile(
            schema,
            file.toFile(),
            (row, cells) -> {
              for (int i = 0; i < row.size(); i++) {
                if (row.get(i) != null) {
                  cells.write(schema.getFieldName(i), row.get(i));
                }
              }
            })) {
      for (List<Object> row : rows) {
        out.write(row);
      }
    }
    return file;
  }

  private static MessageType clicks() {
    return Types.buildMessage()
        .required(PrimitiveTypeName.INT64)
        .named("session")
        .required(PrimitiveTypeName.BINARY)
        .as(STRING)
        .named("item")
        .required(PrimitiveTypeName.INT64)
        .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
        .named("time")
        .named("log");
  }

  private static String csv(Path file) throws IOException {
    try (InputStream in = PackedFile.open(file, count -> {}).bytes()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void cellsAreWrittenAsCsvHasThem() throws IOException {
    MessageType schema =
        Types.buildMessage()
            .optional(PrimitiveTypeName.BINARY)
            .as(STRING)
            .named("text")
            .optional(PrimitiveTypeName.INT32)
            .as(LogicalTypeAnnotation.dateType())
            .named("day")
            .optional(PrimitiveTypeName.INT64)
            .as(LogicalTypeAnnotation.timestampType(false, TimeUnit.MILLIS))
            .named("moment")
            .optional(PrimitiveTypeName.DOUBLE)
            .named("price")
            .optional(PrimitiveTypeName.BOOLEAN)
            .named("seen")
            .named("log");
    Path file =
        write(
            schema,
            List.of(
                Arrays.asList("a,\"b\"", 19_000, 1_700_000_000_123L, 1.5, true),
                Arrays.asList(" größe", null, null, null, false),
                Arrays.asList(null, 0, 0L, 0.0, null)));
    assertThat(csv(file))
        .isEqualTo(
            """
            text,day,moment,price,seen
            "a,""b\""",2022-01-08,2023-11-14T22:13:20.123Z,1.5,true
            " größe",,,,false
            ,1970-01-01,1970-01-01T00:00:00Z,0.0,
            """);
  }

  @Test
  void theDataSetIsThatOfTheSameRowsInCsv() throws IOException {
    StringBuilder text = new StringBuilder("session,item,time\n");
    List<List<Object>> rows = new java.util.ArrayList<>();
    for (long s = 0; s < 60; s++) {
      for (int i = 0; i < 4; i++) {
        String item = "item %d".formatted((s + i) % 7);
        long second = 1_700_000_000 + 86_400 * s + i;
        text.append("%d,%s,%d\n".formatted(s, item, second));
        rows.add(List.of(s, item, 1_000_000 * second));
      }
    }
    Path plain = Files.writeString(folder.resolve("clicks.csv"), text);
    AtomicLong read = new AtomicLong();
    Dataset ours = prepared(write(clicks(), rows), read);
    assertThat(Hashes.fingerprint(ours))
        .isEqualTo(Hashes.fingerprint(prepared(plain, new AtomicLong())));
    assertThat(read.get()).isEqualTo(Files.size(folder.resolve("clicks.parquet")));
  }

  private static Dataset prepared(Path log, AtomicLong read) {
    Look look = Formats.look(LogLook.AUTO, List.of(log), Choices.NONE);
    PrepareRequest request = PrepareRequest.of(look, Choices.NONE, List.of(log), "clicks");
    return Prepare.run(request, look, (done, total) -> read.set(done)).dataset();
  }

  @Test
  void damagedFilesAreOneLine() throws IOException {
    List<List<Object>> rows = new java.util.ArrayList<>();
    for (long s = 0; s < 2000; s++) {
      rows.add(List.of(s, "item-" + s * 7919 % 1000, s));
    }
    Path file = write(clicks(), rows);
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {20, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> prepared(file, new AtomicLong()))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("clicks.parquet")
          .hasMessageContaining("Parquet data are damaged or cut off")
          .hasMessageNotContaining("\n");
    }
    byte[] changed = whole.clone();
    Arrays.fill(changed, 4, whole.length / 2, (byte) 0x5a);
    Files.write(file, changed);
    assertThatThrownBy(() -> prepared(file, new AtomicLong()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("clicks.parquet")
        .hasMessageNotContaining("\n");
  }

  @Test
  void columnsThatNoCellHoldsArePassedOver() throws IOException {
    MessageType schema =
        Types.buildMessage()
            .required(PrimitiveTypeName.INT32)
            .named("item")
            .repeated(PrimitiveTypeName.INT32)
            .named("tags")
            .named("log");
    assertThat(csv(write(schema, List.of(List.of(3), List.of(4))))).isEqualTo("item\n3\n4\n");
  }
}
