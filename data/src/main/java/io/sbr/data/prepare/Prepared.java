package io.sbr.data.prepare;

import io.sbr.data.Dataset;
import java.util.List;
import java.util.Map;

/**
 * A data set and how it came about.
 *
 * @param dataset the data set
 * @param provenance where it comes from: format, recipe, input files with their sizes
 * @param filters all settings by name, with what they came to where the log decides
 * @param counts rows, sessions, clicks and items at each stage
 * @param dropped what was left out, by reason, in the order in which it was. Rows and clicks, as
 *     the reasons have it, add up to what was read; entries that begin with "sessions" or "train
 *     sessions" count sessions, and repeat clicks beside them
 * @param notes what was guessed or may surprise, a sentence each
 */
public record Prepared(
    Dataset dataset,
    Map<String, String> provenance,
    Map<String, String> filters,
    Map<String, Long> counts,
    Map<String, Long> dropped,
    List<String> notes) {}
