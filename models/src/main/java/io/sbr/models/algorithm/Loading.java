package io.sbr.models.algorithm;

import io.sbr.models.run.RunDirectory;
import io.sbr.models.run.RunInfo;
import io.sbr.tensor.Backend;
import java.util.Optional;

/**
 * All that an algorithm is given to load a run.
 *
 * @param run folder
 * @param info what the run is
 * @param backend what is computed on; empty for an algorithm that uses none
 * @param manyCalls whether it pays to prepare for many calls
 */
public record Loading(
    RunDirectory run, RunInfo info, Optional<Backend> backend, boolean manyCalls) {
  /** Number of items, N. */
  int items() {
    return info.data().items();
  }
}
