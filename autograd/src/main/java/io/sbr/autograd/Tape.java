package io.sbr.autograd;

import io.sbr.tensor.Arena;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Reverse-mode differentiation, explicit: a forward pass writes its operations down one after
 * another, {@link #backward} walks the list once from the end. A tape lives inside a step's arena
 * and dies with it. An inference tape writes nothing down.
 */
public final class Tape {
  private final Arena arena;
  private final boolean recording;
  private final List<Var> computed = new ArrayList<>();

  /** The gradients that a backward pass started from: to look at one would wait for the device. */
  private final Map<Tensor, Double> numbers = new IdentityHashMap<>();

  private BiConsumer<String, Var> observer; // null where nobody looks

  private Tape(Arena arena, boolean recording) {
    this.arena = arena;
    this.recording = recording;
  }

  /** A tape that records, for training. */
  public static Tape recording(Arena arena) {
    return new Tape(arena, true);
  }

  /** A tape that only passes values through, for evaluation and serving. */
  public static Tape inference(Arena arena) {
    return new Tape(arena, false);
  }

  /** Where results and gradients are allocated. */
  public Arena arena() {
    return arena;
  }

  /** A value that is not differentiated: input data. */
  public Var constant(Tensor value, String label) {
    return Var.constant(this, value, label);
  }

  /** A parameter as a value; its gradient goes to {@link Parameter#gradient}. */
  public Var parameter(Parameter parameter) {
    return recording
        ? new Var(this, parameter.value(), parameter.name(), null, parameter.gradient())
        : Var.constant(this, parameter.value(), parameter.name());
  }

  /**
   * Has every value that a model names ({@link #observe}) shown to {@code observer}: for
   * explanations and for comparison with published intermediates.
   */
  public Tape observedBy(BiConsumer<String, Var> observer) {
    this.observer = observer;
    return this;
  }

  /** Names a value of the model's equations and returns it. Costs nothing where nobody looks. */
  public Var observe(String name, Var value) {
    if (observer != null) {
      observer.accept(name, value);
    }
    return value;
  }

  /** Shows a value that no equation needs: computed only where somebody looks. */
  public void observe(String name, Supplier<Var> value) {
    if (observer != null) {
      observer.accept(name, value.get());
    }
  }

  /** Everything computed so far, in order. Empty on an inference tape. */
  public List<Var> computed() {
    return Collections.unmodifiableList(computed);
  }

  Var record(Tensor value, Operation operation) {
    if (!recording || !needsGradient(operation.inputs())) {
      return Var.constant(this, value, operation.name());
    }
    Var output = Var.computed(this, value, operation);
    computed.add(output);
    return output;
  }

  private static boolean needsGradient(List<Var> inputs) {
    for (Var input : inputs) {
      if (input.needsGradient()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Leaves ∂loss/∂parameter on every parameter that the loss depends on.
   *
   * @param loss a single number
   * @throws IllegalArgumentException as {@link #backward(List)}
   */
  public void backward(Var loss) {
    backward(List.of(Loss.of(loss)));
  }

  /**
   * Leaves ∂(Σ weight·loss)/∂parameter on every parameter that any of the losses depends on. They
   * need not have been computed last; one may be part of another.
   *
   * @param losses at least one
   * @throws IllegalArgumentException naming a loss that is of another tape or depends on no
   *     parameter, or an operation that needs its upstream gradient as a number ({@link
   *     Var#gradientNumber}) where that is something else than weights of losses
   */
  public void backward(List<Loss> losses) {
    if (losses.isEmpty()) {
      throw new IllegalArgumentException("backward from no loss at all");
    }
    losses.forEach(loss -> checkStart(loss.value()));
    for (Loss loss : losses) {
      Tensor weight = arena.tensor(loss.value().value().shape());
      arena.backend().fill(weight, loss.weight());
      numbers.put(weight, loss.weight());
      loss.value().accumulateGradient(weight);
    }
    walkBack();
  }

  /**
   * The same from any value, given the gradient that arrives there; of the value's shape. Used by
   * {@link GradCheck}.
   */
  public void backward(Var output, Tensor gradient) {
    checkStart(output);
    output.accumulateGradient(gradient);
    walkBack();
  }

  private void checkStart(Var output) {
    if (output.tape() != this) {
      throw new IllegalArgumentException(output + " was computed on another tape");
    }
    if (!output.needsGradient()) {
      throw new IllegalArgumentException(output + " depends on no parameter of this tape");
    }
  }

  private void walkBack() {
    for (int i = computed.size() - 1; i >= 0; i--) {
      Var var = computed.get(i);
      if (!var.gradientTerms().isEmpty()) {
        var.producer().backward(var);
      }
    }
  }

  /** The number that fills a gradient, if a backward pass of this tape started from it. */
  OptionalDouble number(Tensor gradient) {
    Double number = numbers.get(gradient);
    return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
  }

  /**
   * The first value that is not finite, for a message that says where a run went wrong: a parameter
   * or input if one is broken already, else the first operation whose result is. Waits for the
   * device.
   */
  public Optional<Var> firstNonFinite() {
    for (Var var : computed) {
      for (Var input : var.producer().inputs()) {
        if (input.producer() == null && !arena.backend().allFinite(input.value())) {
          return Optional.of(input);
        }
      }
      if (!arena.backend().allFinite(var.value())) {
        return Optional.of(var);
      }
    }
    return Optional.empty();
  }
}
