package io.sbr.spark.score;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** Answers as Parquet, by the library that Spark writes it with. */
final class ParquetAnswers implements AnswerFile {
  private static final MessageType ROW =
      Types.buildMessage()
          .required(PrimitiveTypeName.BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named(AnswerForm.COLUMNS[0])
          .required(PrimitiveTypeName.INT32)
          .named(AnswerForm.COLUMNS[1])
          .required(PrimitiveTypeName.BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named(AnswerForm.COLUMNS[2])
          .required(PrimitiveTypeName.DOUBLE)
          .named(AnswerForm.COLUMNS[3])
          .named("answers");

  private final SimpleGroupFactory rows = new SimpleGroupFactory(ROW);
  private final ParquetWriter<Group> writer;

  ParquetAnswers(Path file, Configuration hadoop) throws IOException {
    writer =
        ExampleParquetWriter.builder(file)
            .withConf(hadoop)
            .withType(ROW)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .build();
  }

  @Override
  public void add(String session, int rank, String item, double score) throws IOException {
    Group row = rows.newGroup();
    row.append(AnswerForm.COLUMNS[0], session);
    row.append(AnswerForm.COLUMNS[1], rank);
    row.append(AnswerForm.COLUMNS[2], item);
    row.append(AnswerForm.COLUMNS[3], score);
    writer.write(row);
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
