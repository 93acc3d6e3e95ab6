package io.sbr.bench.load.fault;

import java.util.Map;

/**
 * What became of a fault, apart from the visitors.
 *
 * @param good whether the server did as it should
 * @param figures for people and programs, in their order
 */
record Outcome(boolean good, Map<String, Object> figures) {}
