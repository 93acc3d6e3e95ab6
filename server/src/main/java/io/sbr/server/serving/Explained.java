package io.sbr.server.serving;

import io.sbr.models.explain.Explanation;

/**
 * Why a run answers a session as it does.
 *
 * @param run whose answer it is
 * @param explanation of it
 */
public record Explained(RunLabel run, Explanation explanation) {}
