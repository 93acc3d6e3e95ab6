package io.sbr.models.train;

import io.sbr.data.Examples;
import io.sbr.models.blend.Blending;
import io.sbr.models.eval.Evaluation;
import java.io.IOException;

/**
 * What the epochs of a training are for: to be compared with each other ({@link ChoosingPhase}), or
 * to be done once more on all of train ({@link FinalPhase}). The trainer does the steps.
 */
interface Phase {
  /** Measures the weights as they are now. */
  interface Measuring {
    /**
     * The ranks of all examples, and of the test part what is recommended.
     *
     * @param part its name
     * @param epoch for messages
     * @throws java.util.concurrent.CancellationException if it was stopped
     * @throws TrainingException if a score is NaN
     */
    Evaluation measure(String part, Examples examples, int epoch);

    /** What is blended in before test is measured. */
    Blending blending();
  }

  /** What is learned from. */
  Examples examples();

  /** The phase begins or goes on. */
  void started(int batches, int epoch, int batch);

  /** Whether so many epochs are enough. */
  boolean finished(int epochs);

  /** An epoch is trained: it is measured, and what is the best so far kept. */
  void ended(int epoch, double rate, double loss, Clocks start) throws IOException;

  /** The checkpoint after that epoch is saved. */
  void saved() throws IOException;

  /** The place in the run, for a checkpoint. */
  TrainingState state(int epoch, int nextBatch, long steps, double lossSum);

  /** What there is so far. */
  TrainResult stopped();

  /** All epochs are trained. */
  TrainResult finish() throws IOException;
}
