package io.sbr.data.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.data.Dataset;
import io.sbr.data.Examples;
import io.sbr.data.demo.Recommenders.Quality;
import io.sbr.data.store.Datasets;
import io.sbr.data.store.Hashes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DemoDataTest {
  private final Dataset demo = DemoData.load();

  @Test
  void isAlwaysTheSame() {
    assertThat(Hashes.fingerprint(demo))
        .isEqualTo("532aad07891e7b5ed5b3cd21dda97ebd7d4d02da361acac8c0db5ab218497697");
    assertThat(Hashes.fingerprint(Datasets.load("demo"))).isEqualTo(Hashes.fingerprint(demo));
  }

  @Test
  void hasTheSizeOfASmallShop() {
    assertThat(demo.train().count()).isEqualTo(6_000);
    assertThat(demo.test().count()).isEqualTo(1_200);
    assertThat(new Examples(demo.train(), 1).count()).isBetween(22_000, 26_000);
    assertThat((double) demo.train().clicks() / demo.train().count()).isCloseTo(5, within(0.2));
    assertThat(Arrays.stream(demo.train().items()).distinct().count())
        .as("items seen in train")
        .isEqualTo(demo.items().size());
  }

  @Test
  void itemsAreTheirAttributes() {
    for (int item = 1; item <= DemoShop.ITEMS; item++) {
      int again = DemoShop.item(DemoShop.category(item), DemoShop.style(item), DemoShop.rank(item));
      assertThat(again).isEqualTo(item);
      assertThat(demo.items().number(DemoShop.name(item))).isEqualTo(item);
    }
  }

  @Test
  void theOracleIsAProbability() {
    double sum = Arrays.stream(Recommenders.oracle(demo.test().items(3))).sum();
    assertThat(sum).isCloseTo(1, within(1e-12));
  }

  @Test
  void countingStaysFarBelowWhatCanBeKnown() {
    Quality oracle = Recommenders.measure(demo, Recommenders::oracle);
    Quality markov = Recommenders.measure(demo, Recommenders.markov(demo));
    Quality sessionPopularity = Recommenders.measure(demo, Recommenders.sessionPopularity(demo));
    Quality popularity = Recommenders.measure(demo, Recommenders.popularity(demo));
    System.out.printf(
        "demo: oracle %s%n  Markov-1 %s%n  S-POP %s%n  POP %s%n",
        oracle, markov, sessionPopularity, popularity);
    for (Quality counting : new Quality[] {markov, sessionPopularity, popularity}) {
      assertThat(oracle.recall()).isGreaterThan(counting.recall() + 25);
      assertThat(oracle.mrr()).isGreaterThan(counting.mrr() + 8);
    }
  }
}
