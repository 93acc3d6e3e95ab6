package io.sbr.spark.score;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Answers as CSV in UTF-8. */
final class CsvAnswers implements AnswerFile {
  private final CSVPrinter printer;

  CsvAnswers(OutputStream out) throws IOException {
    printer =
        CSVFormat.DEFAULT
            .builder()
            .setHeader(AnswerForm.COLUMNS)
            .setRecordSeparator('\n')
            .get()
            .print(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  @Override
  public void add(String session, int rank, String item, double score) throws IOException {
    printer.printRecord(session, rank, item, score);
  }

  @Override
  public void close() throws IOException {
    printer.close();
  }
}
