package io.sbr.cli.explain;

import io.sbr.models.explain.GraphExplanation;
import io.sbr.models.explain.GraphExplanation.Click;
import io.sbr.models.explain.GraphExplanation.Edge;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An edge of the graph drawn between clicks. A node may be several clicks: an edge goes wherever
 * its transition was made, and if it was made nowhere, from the source's first click to the
 * target's last.
 *
 * @param edge what it draws
 * @param graph number of the edge's graph, from 0
 * @param from click, from 0
 * @param to click, from 0
 * @param strength 0 to 1, relative to the graph's strongest edge
 */
record Arrow(Edge edge, int graph, int from, int to, double strength) {

  /** All arrows of a session. */
  static List<Arrow> of(GraphExplanation explanation) {
    List<String> graphs = explanation.edges().stream().map(Edge::graph).distinct().toList();
    List<Arrow> arrows = new ArrayList<>();
    for (int g = 0; g < graphs.size(); g++) {
      String name = graphs.get(g);
      List<Edge> edges =
          explanation.edges().stream().filter(edge -> edge.graph().equals(name)).toList();
      arrows.addAll(of(explanation.clicks(), edges, g));
    }
    return arrows;
  }

  private static List<Arrow> of(List<Click> clicks, List<Edge> edges, int graph) {
    double most = edges.stream().mapToDouble(Arrow::strength).max().orElse(0);
    Map<List<Integer>, Deque<Edge>> byEnds = new HashMap<>();
    edges.forEach(edge -> byEnds.computeIfAbsent(ends(edge), e -> new ArrayDeque<>()).add(edge));
    List<Arrow> arrows = new ArrayList<>();
    for (int c = 0; c + 1 < clicks.size(); c++) {
      Deque<Edge> there = byEnds.get(List.of(clicks.get(c).node(), clicks.get(c + 1).node()));
      if (there != null) {
        // Parallel edges are in order of time; one edge may stand for many transitions.
        Edge edge = there.size() > 1 ? there.remove() : there.peek();
        arrows.add(new Arrow(edge, graph, c, c + 1, relative(edge, most)));
      }
    }
    List<Edge> drawn = arrows.stream().map(Arrow::edge).toList();
    for (Edge edge : edges) {
      if (!drawn.contains(edge)) {
        int from = first(clicks, edge.from());
        int to = edge.from() == edge.to() ? from : last(clicks, edge.to());
        arrows.add(new Arrow(edge, graph, from, to, relative(edge, most)));
      }
    }
    return arrows;
  }

  private static List<Integer> ends(Edge edge) {
    return List.of(edge.from(), edge.to());
  }

  /** Of its weights the last, which is the attention of the last layer where there is one. */
  private static double strength(Edge edge) {
    return edge.weights().values().stream().reduce((first, second) -> second).orElse(0.0);
  }

  private static double relative(Edge edge, double most) {
    return most == 0 ? 0 : Math.max(0, strength(edge)) / most;
  }

  private static int first(List<Click> clicks, int node) {
    int click = 0;
    while (clicks.get(click).node() != node) {
      click++;
    }
    return click;
  }

  private static int last(List<Click> clicks, int node) {
    int click = clicks.size() - 1;
    while (clicks.get(click).node() != node) {
      click--;
    }
    return click;
  }
}
