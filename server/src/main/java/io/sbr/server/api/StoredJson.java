package io.sbr.server.api;

import io.sbr.models.pipeline.StoredRun;
import io.sbr.models.train.EpochRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run folder says of its training, for programs. */
final class StoredJson {
  private StoredJson() {}

  /** The entries: what is not known is not there. */
  static Map<String, Object> of(StoredRun stored) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("settings", stored.info().settings());
    object.put("data", stored.info().data());
    List<Map<String, Object>> epochs = new ArrayList<>();
    for (EpochRecord record : stored.epochs()) {
      Map<String, Object> epoch = new LinkedHashMap<>();
      epoch.put("epoch", record.epoch() + 1);
      if (record.loss() != null) {
        epoch.put("loss", record.loss());
      }
      epoch.put("figures", record.metrics());
      epochs.add(epoch);
    }
    object.put("epochs", epochs);
    if (stored.selectedEpoch() >= 0) {
      object.put("selected_epoch", stored.selectedEpoch() + 1);
    }
    if (stored.test() != null) {
      object.put("test", stored.test());
    }
    if (stored.testLists() != null) {
      object.put("test_lists", stored.testLists());
    }
    return object;
  }
}
