package io.sbr.data.prepare;

import io.sbr.data.Dataset;
import java.util.Map;

/**
 * A data set and how it came about.
 *
 * @param dataset the data set
 * @param provenance where it comes from: format, recipe, input files with their sizes
 * @param filters all settings by name
 * @param counts rows, sessions, clicks and items at each stage
 * @param dropped what was left out, by reason
 */
public record Prepared(
    Dataset dataset,
    Map<String, String> provenance,
    Map<String, String> filters,
    Map<String, Long> counts,
    Map<String, Long> dropped) {}
