package io.sbr.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.function.Function;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** How values of a column are written as text. */
final class Cell {
  /** Of 1 January 1970, from which the days of an INT96 are counted. */
  private static final long JULIAN_EPOCH = 2_440_588;

  private static final String HEX = "0x";

  private Cell() {}

  /**
   * The writer for a column: moments and days as ISO 8601 in UTC, bytes of which nothing is said as
   * UTF-8, all else as Parquet's library writes it.
   */
  static Function<Object, String> of(Type column) {
    PrimitiveType type = column.asPrimitiveType();
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    PrimitiveTypeName stored = type.getPrimitiveTypeName();
    if (meaning instanceof TimestampLogicalTypeAnnotation timestamp) {
      ChronoUnit unit = unit(timestamp.getUnit());
      return value -> Instant.EPOCH.plus((Long) value, unit).toString();
    }
    if (meaning instanceof DateLogicalTypeAnnotation) {
      return value -> LocalDate.ofEpochDay((Integer) value).toString();
    }
    if (stored == PrimitiveTypeName.INT96) {
      return value -> moment(bytes((String) value)).toString();
    }
    if (stored == PrimitiveTypeName.BINARY && meaning == null) {
      return value -> new String(bytes((String) value), StandardCharsets.UTF_8);
    }
    if (stored == PrimitiveTypeName.INT32) {
      return value -> type.stringifier().stringify((Integer) value);
    }
    if (stored == PrimitiveTypeName.INT64) {
      return value -> type.stringifier().stringify((Long) value);
    }
    return Object::toString;
  }

  private static ChronoUnit unit(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> ChronoUnit.MILLIS;
      case MICROS -> ChronoUnit.MICROS;
      case NANOS -> ChronoUnit.NANOS;
    };
  }

  /** The bytes that the library has written as digits. */
  private static byte[] bytes(String text) {
    return HexFormat.of().parseHex(text.startsWith(HEX) ? text.substring(HEX.length()) : text);
  }

  /** Nanoseconds of the day, and the day by Julian count: how Impala and Spark wrote times. */
  private static Instant moment(byte[] int96) {
    ByteBuffer parts = ByteBuffer.wrap(int96).order(ByteOrder.LITTLE_ENDIAN);
    long nanos = parts.getLong();
    long day = Integer.toUnsignedLong(parts.getInt());
    return Instant.EPOCH.plus(day - JULIAN_EPOCH, ChronoUnit.DAYS).plusNanos(nanos);
  }
}
