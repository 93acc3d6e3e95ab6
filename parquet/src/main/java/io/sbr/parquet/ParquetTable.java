package io.sbr.parquet;

import blue.strategic.parquet.ParquetReader;
import io.sbr.data.file.DamagedFileException;
import io.sbr.data.file.TableFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.Type;

/**
 * Parquet files, uncompressed or packed with snappy, gzip or zstd. Columns of lists and structures
 * are passed over: no cell holds them.
 */
public final class ParquetTable implements TableFile {
  @Override
  public String kind() {
    return "Parquet";
  }

  @Override
  public String magic() {
    return "PAR1";
  }

  @Override
  public InputStream csv(Path file, LongConsumer progress) throws IOException {
    ParquetMetadata description;
    try {
      description = ParquetReader.readMetadata(file.toFile());
    } catch (RuntimeException e) {
      throw new DamagedFileException(kind(), e);
    }
    List<Type> columns =
        description.getFileMetaData().getSchema().getFields().stream()
            .filter(ParquetTable::isPlain)
            .toList();
    if (columns.isEmpty()) {
      throw new IOException("it has no column of plain values");
    }
    long rows = description.getBlocks().stream().mapToLong(BlockMetaData::getRowCount).sum();
    return new CsvStream(file, columns, rows, progress);
  }

  private static boolean isPlain(Type column) {
    return column.isPrimitive() && !column.isRepetition(Type.Repetition.REPEATED);
  }
}
