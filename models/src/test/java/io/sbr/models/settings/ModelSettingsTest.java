package io.sbr.models.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.models.Models;
import io.sbr.models.graph.GnnSettings;
import io.sbr.models.nn.NeuralKind;
import io.sbr.models.nn.layers.Readout;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Settings of models: typed, checked by name, and the same after a journey through JSON. */
class ModelSettingsTest {
  private static final ModelSetting<Readout> READOUT = GnnSettings.READOUT;
  private static final ModelSetting<Double> RATE =
      ModelSetting.number("rate", 0, 0.9, 0.5, "our choice", "a rate")
          .onlyWhere(READOUT, Readout.LAST, Readout.AVERAGE);

  /** Not registered: its settings alone matter. */
  private static final NeuralKind KIND =
      new NeuralKind("made-up", "A model", List.of(READOUT, RATE), (settings, context) -> null);

  @Test
  void everyKindIsNamedOnceAndReadsBackWhatItWrites() throws JsonProcessingException {
    Set<String> names = new HashSet<>();
    for (ModelKind kind : Models.all()) {
      assertThat(names.add(kind.name())).isTrue();
      ModelSettings settings = ModelSettings.of(kind);
      String json = new ObjectMapper().writeValueAsString(settings);
      assertThat(json).startsWith("{\"name\":\"" + kind.name() + "\"");
      Map<String, Object> read = new ObjectMapper().readValue(json, new TypeReference<>() {});
      assertThat(Models.settings(read)).isEqualTo(settings);
      Set<String> own = new HashSet<>();
      for (ModelSetting<?> setting : kind.settings()) {
        assertThat(own.add(setting.name())).isTrue();
        assertThat(setting.parse(ModelSetting.label(setting.defaultValue())))
            .isEqualTo(setting.defaultValue());
        assertThat(setting.source()).isNotBlank();
      }
    }
  }

  @Test
  void changedValuesAreTypedAndWritten() throws JsonProcessingException {
    ModelSettings settings =
        Models.settings("srgnn").with(Map.of("hidden", "8", "readout", "Average"));
    assertThat(settings.get(GnnSettings.HIDDEN)).isEqualTo(8);
    assertThat(settings.get(READOUT)).isEqualTo(Readout.AVERAGE);
    assertThat(new ObjectMapper().writeValueAsString(settings))
        .isEqualTo("{\"name\":\"srgnn\",\"hidden\":8,\"steps\":1,\"readout\":\"average\"}");
    assertThat(settings).isNotEqualTo(Models.settings("srgnn"));
  }

  @Test
  void aSettingWithoutEffectIsRefusedAndNotWritten() {
    ModelSettings hybrid = ModelSettings.of(KIND);
    assertThat(hybrid.toMap()).containsOnlyKeys("name", "readout");
    refused(() -> hybrid.with(RATE, 0.1), "rate has an effect only with readout average or last");
    ModelSettings last = hybrid.with(Map.of("rate", "0.1", "readout", "last"));
    assertThat(last.get(RATE)).isEqualTo(0.1);
    assertThat(last.toMap()).containsEntry("rate", 0.1);
    refused(
        () -> Models.settings("srgnn").with(Map.of("pad", "masked")),
        "pad has no effect on srgnn, whose settings are hidden, steps, readout");
  }

  @Test
  void absurdValuesAreRefusedByName() {
    refused(() -> Models.settings("gru"), "no model 'gru'; there are srgnn");
    ModelSettings settings = Models.settings("srgnn");
    refused(() -> settings.with(GnnSettings.HIDDEN, 0), "hidden must be between 1 and 4096, not 0");
    refused(() -> settings.with(Map.of("steps", "x")), "steps must be between 0 and 100, not x");
    refused(
        () -> settings.with(Map.of("readout", "sum")),
        "readout must be hybrid|attention|last|average, not sum");
    refused(
        () -> ModelSettings.of(KIND).with(Map.of("readout", "last", "rate", "NaN")),
        "rate must be between 0.0 and 0.9, not NaN");
  }

  private static void refused(ThrowingCallable settings, String message) {
    assertThatThrownBy(settings)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
