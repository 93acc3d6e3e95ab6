package io.sbr.models.blend;

import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.eval.Recommender;
import java.io.IOException;
import java.util.Optional;

/**
 * What stands between a network and the figures that are reported: nothing, or something that is
 * blended in. Epochs are compared by the network alone.
 */
public interface Blending {
  /** The network answers by itself. */
  Blending NONE =
      new Blending() {
        @Override
        public void choose(int epoch) {
          // there is nothing to choose
        }

        @Override
        public Recommender of(NeuralRecommender network) {
          return network;
        }

        @Override
        public Optional<Parts> apart() {
          return Optional.empty();
        }
      };

  /**
   * The network is the best so far: fits to it, on validation, and keeps what was fitted.
   *
   * @throws java.util.concurrent.CancellationException if it was stopped
   */
  void choose(int epoch) throws IOException;

  /** What answers: this network with what was fitted last. */
  Recommender of(NeuralRecommender network);

  /** How the network as it is and what is blended in rank the targets of test, each by itself. */
  Optional<Parts> apart();

  /**
   * Ranks of test's targets, from 1, in the order of the examples.
   *
   * @param network its model's name
   * @param networkRanks by the network alone
   * @param neighbours the method's name
   * @param neighbourRanks by the method alone
   */
  record Parts(String network, int[] networkRanks, String neighbours, int[] neighbourRanks) {}
}
