package io.sbr.fuzz;

import io.sbr.data.prepare.Formats;
import io.sbr.data.prepare.Prepare;
import io.sbr.data.prepare.PrepareRequest;
import io.sbr.data.prepare.Prepared;
import io.sbr.data.prepare.Setting;
import io.sbr.data.store.DatasetWriter;
import io.sbr.data.store.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A data set of a few sessions that has every file a data set can have. */
final class SmallData {
  private static final int SESSIONS = 12;

  private SmallData() {}

  /** Makes it in a folder that is not there yet. */
  static Path prepare(Path folder) throws IOException {
    Path log = folder.resolveSibling("clicks.csv");
    Files.writeString(log, log());
    PrepareRequest request =
        PrepareRequest.of(Formats.named("csv"), List.of(log), "small")
            .with(Setting.SPLIT, "fraction:0.3");
    Prepared prepared = Prepare.run(request, (read, total) -> {});
    Origin origin =
        new Origin(
            prepared.provenance(),
            List.of(Origin.SourceFile.of(log)),
            prepared.filters(),
            prepared.counts(),
            prepared.dropped());
    DatasetWriter.write(prepared.dataset(), origin, folder);
    return folder;
  }

  private static String log() {
    String[] items = {"a", "b", "c", "d", "e"};
    StringBuilder log = new StringBuilder("user,session,item,time\n");
    for (int s = 0; s < SESSIONS; s++) {
      for (int c = 0; c < 3; c++) {
        long time = 1_700_000_000L + s * 100_000L + c * 7L;
        log.append("u%d,%d,%s,%d\n".formatted(s % 3, s, items[(s + c) % items.length], time));
      }
    }
    return log.toString();
  }
}
