package io.sbr.autograd;

import java.util.IdentityHashMap;
import java.util.Map;

/** A tape drawn as a graph in Graphviz' DOT language: boxes are parameters, ellipses operations. */
public final class TapeGraph {
  private final Map<Var, Integer> numbers = new IdentityHashMap<>();
  private final StringBuilder dot = new StringBuilder("digraph tape {\n  rankdir=BT;\n");

  private TapeGraph() {}

  /** The graph of everything on the tape, each node with its shape. */
  public static String dot(Tape tape) {
    TapeGraph graph = new TapeGraph();
    for (Var var : tape.computed()) {
      int to = graph.node(var);
      for (Var input : var.producer().inputs()) {
        int from = graph.node(input);
        graph.dot.append("  n").append(from).append(" -> n").append(to).append(";\n");
      }
    }
    return graph.dot.append("}\n").toString();
  }

  private int node(Var var) {
    Integer known = numbers.get(var);
    if (known != null) {
      return known;
    }
    int number = numbers.size();
    numbers.put(var, number);
    String style =
        var.producer() != null ? "ellipse" : var.needsGradient() ? "box" : "box, style=dotted";
    dot.append("  n").append(number);
    dot.append(" [label=\"").append(var.label().replace("\"", "\\\""));
    dot.append("\\n").append(var.value().shape()).append("\", shape=").append(style).append("];\n");
    return number;
  }
}
