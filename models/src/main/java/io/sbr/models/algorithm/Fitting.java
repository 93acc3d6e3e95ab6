package io.sbr.models.algorithm;

import io.sbr.models.run.RunWriter;
import io.sbr.models.train.RunStore;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainSettings;
import io.sbr.models.train.TrainingData;
import io.sbr.tensor.Backend;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * All that an algorithm is given to learn with.
 *
 * @param settings of the run
 * @param data cut as the protocol says
 * @param run folder that is written to; empty where nothing is kept
 * @param backend what is computed on; empty for an algorithm that uses none
 * @param listener watches
 * @param stop asked again and again; true saves and ends
 * @param aroundStore something around what saves: for tests that fail between two writes
 */
public record Fitting(
    TrainSettings settings,
    TrainingData data,
    Optional<RunWriter> run,
    Optional<Backend> backend,
    TrainListener listener,
    BooleanSupplier stop,
    UnaryOperator<RunStore> aroundStore) {}
