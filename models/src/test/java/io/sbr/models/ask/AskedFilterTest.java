package io.sbr.models.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.models.catalogue.ItemFilter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AskedFilterTest {
  private static final ItemFilter SHOES =
      ItemFilter.NONE.where("category", "shoes", "boots").where("available", "true");

  @Test
  void textsAndJsonSayTheSame() {
    assertThat(AskedFilter.of(List.of("category=shoes", "available=true", "category=boots")))
        .isEqualTo(SHOES);
    String json = "{\"category\":[\"shoes\",\"boots\"],\"available\":true}";
    assertThat(AskedFilter.of(ClicksJson.read(json))).isEqualTo(SHOES);
    assertThat(AskedFilter.of(ClicksJson.read("{\"size\":42}")))
        .isEqualTo(AskedFilter.of(List.of("size=42")));
    assertThat(AskedFilter.of(List.of("formula=a=b", "x=")))
        .isEqualTo(ItemFilter.NONE.where("formula", "a=b").where("x", ""));
    assertThat(AskedFilter.of(List.of())).isEqualTo(ItemFilter.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"shoes", "=shoes", ""})
  void whatIsNoConditionIsNamed(String text) {
    assertThatThrownBy(() -> AskedFilter.of(List.of(text)))
        .hasMessage("\"" + text + "\" is no filter: expected COLUMN=VALUE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"a\"]|\"filter\" is no object of columns",
        "{\"a\":null}|the filter of \"a\" holds \"null\": a text, a number",
        "{\"a\":[{}]}|the filter of \"a\" holds \"{}\": a text, a number"
      })
  void whatIsNoFilterIsNamed(String json, String message) {
    assertThatThrownBy(() -> AskedFilter.of(ClicksJson.read(json))).hasMessageStartingWith(message);
  }
}
