package io.sbr.models.explain;

import java.util.List;

/** Why a model answers a session as it does; what can be said differs by the kind of model. */
public interface Explanation {
  /** Name of the model. */
  String model();

  /** Clicked ids that the run does not know; they took no part. */
  List<String> unknown();

  /** Calls the visitor's method for this kind of explanation. */
  <T> T accept(Visitor<T> visitor);

  /** Whoever shows explanations: one method for each kind. */
  interface Visitor<T> {
    /** Of a model that scores with a session graph. */
    T graph(GraphExplanation explanation);

    /** Of a model that counts. */
    T counting(CountingExplanation explanation);

    /** Of a model that asks past sessions. */
    T neighbours(NeighbourExplanation explanation);

    /** Of a model that follows rules from item to item. */
    T rules(RuleExplanation explanation);

    /** Of a network blended with a neighbour method. */
    T blend(BlendExplanation explanation);
  }
}
