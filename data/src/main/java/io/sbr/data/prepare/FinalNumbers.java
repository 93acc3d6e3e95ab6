package io.sbr.data.prepare;

import io.sbr.data.Sessions;
import io.sbr.data.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/** The numbers that models see: items from 1 by first appearance in train. */
final class FinalNumbers {
  private final List<String> logIds;
  private final int[] numbers;
  private final List<String> ids = new ArrayList<>();

  /**
   * @param logIds original ids by the numbers of the log; item n is at n − 1
   */
  FinalNumbers(List<String> logIds) {
    this.logIds = logIds;
    this.numbers = new int[logIds.size() + 1];
  }

  /** Numbers the items that have none yet, in order of appearance. */
  void add(Sessions sessions) {
    for (int item : sessions.items()) {
      if (numbers[item] == 0) {
        ids.add(logIds.get(item - 1));
        numbers[item] = ids.size();
      }
    }
  }

  /** The sessions in final numbers, without clicks on items that have none; some may be empty. */
  Sessions renumbered(Sessions sessions) {
    return sessions.renumbered(numbers);
  }

  /** Original ids by final number. */
  Vocabulary vocabulary() {
    return new Vocabulary(ids);
  }
}
