package io.sbr.models.sparse;

import io.sbr.models.settings.ModelSetting;
import java.util.List;

/** What follows the items that a method reaches, where they are fewer than were asked for. */
public enum Fill {
  /** The items most clicked in train. */
  POP,
  /** Nothing: an item that was not reached is not recommended, and its rank is the last. */
  NONE;

  /** The choice, for every method that reaches few items. */
  public static final ModelSetting<Fill> SETTING =
      ModelSetting.choice(
          "fill",
          List.of(values()),
          POP,
          "our choice",
          "what follows where fewer items are reached than asked for: the most popular, or none");
}
