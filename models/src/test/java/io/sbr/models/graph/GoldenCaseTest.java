package io.sbr.models.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Which golden cases there are. A case that is gone, or passed over because its model has another
 * name, would be missed by no other test.
 */
class GoldenCaseTest {
  @Test
  void noCaseIsPassedOver() {
    assertThat(GoldenCase.all(false).stream().map(c -> c + " of " + c.model()))
        .containsExactly(
            "srgnn_hybrid_step1 of srgnn",
            "srgnn_hybrid_step1_padded of srgnn",
            "srgnn_hybrid_step2 of srgnn",
            "srgnn_nonhybrid_step1 of srgnn",
            "srgnn_nonhybrid_step2 of srgnn",
            "tagnn_hybrid_step1 of tagnn",
            "tagnn_hybrid_step2_padded of tagnn",
            "tagnn_nonhybrid_step1 of tagnn",
            "tagnnpp_hybrid_step1 of tagnnpp",
            "tagnnpp_hybrid_step2_padded of tagnnpp",
            "tagnnpp_nonhybrid_step1 of tagnnpp");
    assertThat(names(GoldenCase.all(true)))
        .containsExactly("curve_srgnn_hybrid", "curve_tagnn_hybrid", "curve_tagnnpp_nonhybrid");
    assertThat(names(GoldenCase.psrGat()))
        .containsExactly("psrgat_heads1", "psrgat_heads3", "psrgat_heads3_published_graph");
  }

  private static List<String> names(List<GoldenCase> cases) {
    return cases.stream().map(GoldenCase::toString).toList();
  }
}
