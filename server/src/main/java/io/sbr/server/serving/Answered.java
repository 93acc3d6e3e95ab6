package io.sbr.server.serving;

import io.sbr.models.pipeline.Recommendation;
import java.util.List;

/**
 * The answers to one request.
 *
 * @param run who answered, the same for all
 * @param answers one for each question, in order
 * @param together sessions that went through the catalogue in the same pass
 */
public record Answered(RunLabel run, List<Recommendation> answers, int together) {}
