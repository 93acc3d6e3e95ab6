package io.sbr.data;

/**
 * Sessions to learn from and to test on, over one vocabulary. Line order is time.
 *
 * @param name for reports: the folder's name, or {@code demo}
 * @param items all items of both parts; items never trained stay as nodes, candidates and targets
 * @param train sessions to learn from
 * @param test sessions to test on; may have no sessions
 */
public record Dataset(String name, Vocabulary items, Sessions train, Sessions test) {}
