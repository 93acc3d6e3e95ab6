package io.sbr.server.api;

/**
 * What a request may ask for.
 *
 * @param clicks most of a session
 * @param k most items of an answer
 * @param sessions most of a batch
 * @param idLength most characters of an id
 * @param page whether people may ask, too: for the page, and by what it asks
 */
public record AskLimits(int clicks, int k, int sessions, int idLength, boolean page) {
  /** 1,000 clicks, 500 items, 512 sessions, 512 characters, and the page. */
  public static final AskLimits DEFAULT = new AskLimits(1_000, 500, 512, 512, true);
}
