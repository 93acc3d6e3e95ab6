package io.sbr.models.nn.layers;

import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Add;
import io.sbr.autograd.ops.Attention;
import io.sbr.autograd.ops.Gelu;
import io.sbr.models.nn.ParameterSet;
import io.sbr.models.nn.StepRandom;
import io.sbr.tensor.AttentionKernels;
import io.sbr.tensor.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Causal transformer layers among the clicks of each session (docs/models.md, section 15), as
 * RecBole has them: the norm comes after each sum, as in BERT.
 *
 * <pre>
 *   a = LN(x + dropout(W_o·attention(W_q x, W_k x, W_v x)))     a click sees itself and those before
 *   y = LN(a + dropout(W₂ GELU(W₁ a)))
 * </pre>
 *
 * <p>Parameters have RecBole's names and begin as there: N(0, 0.02²), biases 0.
 */
public final class Transformer {
  /** Deviation of initial weights. */
  public static final double DEVIATION = 0.02;

  /** ε of RecBole's norms. */
  public static final double EPSILON = 1e-12;

  /**
   * The form of all layers.
   *
   * @param layers how many
   * @param heads of the attention; divide the width
   * @param inner width between W₁ and W₂
   * @param dropout rate of what is added to each layer's input
   * @param attentionDropout rate of the attention's probabilities
   */
  public record Form(int layers, int heads, int inner, double dropout, double attentionDropout) {}

  private final List<Layer> layers = new ArrayList<>();

  /**
   * Layers of width {@code d}, named {@code layer.0}, {@code layer.1}, ….
   *
   * @throws IllegalArgumentException if the heads do not divide the width
   */
  public Transformer(ParameterSet parameters, int d, Form form) {
    if (d % form.heads != 0) {
      throw new IllegalArgumentException(
          "heads must divide hidden: %d does not divide %d".formatted(form.heads, d));
    }
    for (int k = 0; k < form.layers; k++) {
      layers.add(new Layer(parameters.in("layer." + k), d, form));
    }
  }

  /**
   * Clicks in order of time, {@code [c, d]}, to what the layers make of each.
   *
   * @param clicks which clicks belong to which session
   */
  public Var apply(Var x, Segments clicks, StepRandom random) {
    return apply(x, clicks, UnaryOperator.identity(), random);
  }

  /**
   * The same for some of the clicks: others are only seen by these, and the last layer makes
   * nothing of them beyond keys and values.
   *
   * @param asked picks the rows of these clicks
   */
  public Var apply(Var x, Segments clicks, UnaryOperator<Var> asked, StepRandom random) {
    Var y = x;
    int last = layers.size() - 1;
    for (int k = 0; k <= last; k++) {
      UnaryOperator<Var> rows = k == last ? asked : UnaryOperator.identity();
      y = x.tape().observe("layer" + (k + 1), layers.get(k).apply(y, clicks, rows, random));
    }
    return y;
  }

  private static final class Layer {
    private final Form form;
    private final LinearLayer query;
    private final LinearLayer key;
    private final LinearLayer value;
    private final LinearLayer out;
    private final LayerNormLayer afterAttention;
    private final LinearLayer one;
    private final LinearLayer two;
    private final LayerNormLayer afterFeedForward;
    private final int attentionStream;
    private final DropoutLayer attentionDropout;
    private final DropoutLayer feedForwardDropout;

    Layer(ParameterSet parameters, int d, Form form) {
      this.form = form;
      ParameterSet attention = parameters.in("multi_head_attention");
      query = LinearLayer.normal(attention.in("query"), d, d, DEVIATION);
      key = LinearLayer.normal(attention.in("key"), d, d, DEVIATION);
      value = LinearLayer.normal(attention.in("value"), d, d, DEVIATION);
      out = LinearLayer.normal(attention.in("dense"), d, d, DEVIATION);
      afterAttention = LayerNormLayer.plain(attention.in("LayerNorm"), d, EPSILON);
      ParameterSet feedForward = parameters.in("feed_forward");
      one = LinearLayer.normal(feedForward.in("dense_1"), d, form.inner, DEVIATION);
      two = LinearLayer.normal(feedForward.in("dense_2"), form.inner, d, DEVIATION);
      afterFeedForward = LayerNormLayer.plain(feedForward.in("LayerNorm"), d, EPSILON);
      attentionStream = parameters.dropoutStream();
      attentionDropout = new DropoutLayer(parameters, form.dropout);
      feedForwardDropout = new DropoutLayer(parameters, form.dropout);
    }

    Var apply(Var x, Segments clicks, UnaryOperator<Var> asked, StepRandom random) {
      AttentionKernels.Attention how =
          new AttentionKernels.Attention(
              form.heads,
              true,
              random.rate(form.attentionDropout),
              random.seed(),
              random.stream(attentionStream));
      Var taken = Attention.of(query.apply(x), key.apply(x), value.apply(x), clicks, how);
      Var attended = attentionDropout.apply(out.apply(asked.apply(taken)), random);
      Var a = afterAttention.apply(Add.of(attended, asked.apply(x)));
      Var inner = two.apply(Gelu.of(one.apply(a)));
      return afterFeedForward.apply(Add.of(feedForwardDropout.apply(inner, random), a));
    }
  }
}
