package io.sbr.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.cli.draw.Palette;
import io.sbr.models.explain.GraphExplanation;
import io.sbr.models.explain.GraphExplanation.Attention;
import io.sbr.models.explain.GraphExplanation.Click;
import io.sbr.models.explain.GraphExplanation.Edge;
import io.sbr.models.explain.GraphExplanation.Method;
import io.sbr.models.explain.GraphExplanation.Part;
import io.sbr.models.explain.GraphExplanation.Rest;
import io.sbr.models.explain.GraphExplanation.Result;
import io.sbr.models.explain.GraphExplanation.Way;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Explanations of any session and any id, made up, as picture, graph and text. */
class DrawingTest {
  private static final String HOSTILE = "<b a=\"1\">&amp;\\ \u0000\n\ud83d\ude00 'x' -- ]]> %s";

  /** Clicks on ids, each after the first reached by a transition of weight 0.5 and 1. */
  private static GraphExplanation explanation(List<String> ids, Attention attention) {
    List<String> nodes = ids.stream().distinct().toList();
    List<Click> clicks = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (int c = 0; c < ids.size(); c++) {
      double given = attention == Attention.NONE ? Double.NaN : 0.3 - 0.1 * c;
      clicks.add(new Click(ids.get(c), nodes.indexOf(ids.get(c)) + 1, given));
      if (c > 0) {
        int from = clicks.get(c - 1).node();
        edges.add(new Edge("steps", from, clicks.get(c).node(), Map.of("weight", 0.5 * c)));
      }
    }
    List<Double> some = IntStream.range(0, ids.size()).mapToObj(c -> 0.25 * (2 - c)).toList();
    List<Double> last = new ArrayList<>(Collections.nCopies(ids.size(), 0.0));
    last.set(ids.size() - 1, 1.5);
    List<Part> parts =
        List.of(new Part(Way.ATTENTION, some, List.of()), new Part(Way.LAST, last, List.of()));
    double sum = some.stream().mapToDouble(Double::doubleValue).sum() + 1.5;
    return new GraphExplanation(
        "made-up",
        clicks,
        List.of("never seen", "y".repeat(300)),
        edges,
        attention,
        0,
        OptionalDouble.empty(),
        Method.SUM,
        Rest.BIAS,
        List.of(
            new Result(HOSTILE, sum + 0.125, parts, 0.125), new Result("b", sum - 1, parts, -1)));
  }

  private static List<String> ids(int clicks) {
    return IntStream.range(0, clicks).mapToObj(c -> "an item of the name " + c % 7).toList();
  }

  private static Document parsed(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
  }

  private static List<Element> all(Document document, String name) {
    var found = document.getElementsByTagNameNS("http://www.w3.org/2000/svg", name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 9, 15, 25, 60})
  void pictureHasACircleForEachClickAndAnArrowForEachStep(int clicks) throws Exception {
    GraphExplanation explanation = explanation(ids(clicks), Attention.WEIGHT);
    Document svg = parsed(ExplanationSvg.of(explanation));
    List<Element> circles = all(svg, "circle");
    assertThat(circles).hasSize(clicks);
    double width = number(svg.getDocumentElement(), "width");
    for (int c = 0; c < clicks; c++) {
      double right = number(circles.get(c), "cx") + number(circles.get(c), "r");
      assertThat(right).isLessThan(width);
      if (c > 0) {
        double left = number(circles.get(c), "cx") - number(circles.get(c), "r");
        double before = number(circles.get(c - 1), "cx") + number(circles.get(c - 1), "r");
        assertThat(left).as("circles do not touch").isGreaterThan(before + 4);
      }
    }
    assertThat(all(svg, "path").stream().filter(path -> path.hasAttribute("marker-end")))
        .hasSize(clicks - 1);
    for (String name : List.of("script", "image", "foreignObject", "style", "a")) {
      assertThat(all(svg, name)).as(name).isEmpty();
    }
  }

  @Test
  void circlesGrowWithAttentionAndWarmBelowZero() throws Exception {
    GraphExplanation explanation =
        explanation(List.of("a", "b", "c", "d", "e", "f"), Attention.WEIGHT);
    List<Element> circles = all(parsed(ExplanationSvg.of(explanation)), "circle");
    assertThat(number(circles.get(0), "r")).isGreaterThan(number(circles.get(1), "r"));
    assertThat(number(circles.get(4), "r")).isEqualTo(number(circles.get(2), "r"));
    assertThat(circles.get(4).getAttribute("stroke")).isEqualTo(Palette.NEGATIVE);
    assertThat(circles.get(2).getAttribute("stroke")).isEqualTo(Palette.POSITIVE);
  }

  @Test
  void barsAreInProportionAndNegativeOnesGoLeft() throws Exception {
    Document svg = parsed(ExplanationSvg.of(explanation(ids(4), Attention.SHARE)));
    List<Element> bars =
        all(svg, "rect").stream()
            .filter(rect -> rect.getAttribute("fill").equals(Words.colour(Way.ATTENTION)))
            .filter(rect -> number(rect, "height") < 8) // not the legend
            .toList();
    // contributions 0.5, 0.25, 0 and −0.25 of two results
    assertThat(bars).hasSize(6);
    assertThat(number(bars.get(1), "width"))
        .isCloseTo(number(bars.get(0), "width") / 2, within(0.11));
    assertThat(number(bars.get(2), "width")).isEqualTo(number(bars.get(1), "width"));
    List<Element> circles = all(svg, "circle");
    double zero = number(circles.get(3), "cx");
    assertThat(number(bars.get(2), "x")).isLessThan(zero);
    assertThat(number(bars.get(0), "x")).isEqualTo(number(circles.get(0), "cx"));
  }

  @Test
  void anyIdIsEscapedAndLongOnesAreShortened() throws Exception {
    String longer = "x".repeat(500) + "end";
    GraphExplanation explanation = explanation(List.of(HOSTILE, longer, HOSTILE), Attention.NONE);
    Document svg = parsed(ExplanationSvg.of(explanation));
    String titles =
        String.join("\n", all(svg, "title").stream().map(Element::getTextContent).toList());
    assertThat(titles).contains("<b a=\"1\">&amp;\\").contains(longer);
    assertThat(all(svg, "text"))
        .extracting(Element::getTextContent)
        .allMatch(text -> text.length() < 200)
        .anyMatch(text -> text.contains("x…") && text.endsWith("end"));
    assertThat(all(svg, "text").stream().map(Element::getTextContent)).noneMatch("NaN"::equals);

    String dot = ExplanationDot.of(explanation);
    assertThat(dot.lines().filter(line -> line.contains("-> n"))).hasSize(2);
    assertThat(dot.lines().filter(line -> line.contains("-> r"))).as("2 nodes × 2").hasSize(4);
    for (String line : dot.lines().toList()) {
      String unescaped = line.replace("\\\\", "").replace("\\\"", "");
      assertThat(unescaped.chars().filter(c -> c == '"').count() % 2).as(line).isZero();
    }
    assertThat(dot).contains("\\\"1\\\"").doesNotContain("\u0000").contains("click 1, 3");

    String text = ExplanationText.of(explanation);
    assertThat(text.lines()).allMatch(line -> line.length() <= 120);
    assertThat(text).contains("never seen").contains("none").doesNotContain("\u0000");
  }

  @Test
  void ofManyClicksTheLastAreDrawnWhichIsSaid() throws Exception {
    List<String> ids = IntStream.range(0, 10_000).mapToObj(c -> "item " + c).toList();
    GraphExplanation explanation = explanation(ids, Attention.WEIGHT);
    String svg = ExplanationSvg.of(explanation);
    assertThat(svg.length()).isLessThan(1_000_000);
    List<Element> circles = all(parsed(svg), "circle");
    assertThat(circles).hasSize(100);
    String titles =
        String.join("\n", all(parsed(svg), "title").stream().map(Element::getTextContent).toList());
    assertThat(titles)
        .contains("after 10000 clicks", "item 9999", "item 9900")
        .doesNotContain("9899");
    assertThat(svg).contains("the last 100 of 10,000 clicks");
    String dot = ExplanationDot.of(explanation);
    assertThat(dot.length()).isLessThan(1_000_000);
    assertThat(dot.lines().filter(line -> line.contains("-> n"))).hasSize(99);
    assertThat(dot).contains("the last 100 of 10,000 clicks", "item 9999");
    assertThat(ExplanationSvg.of(explanation(ids(100), Attention.WEIGHT))).doesNotContain("Drawn");
  }

  @Test
  void graphvizReadsNoReferenceInAnId() {
    String dot = ExplanationDot.of(explanation(List.of("&#27;[31m", "&lt;b"), Attention.NONE));
    assertThat(dot).contains("&amp;#27;[31m", "&amp;lt;b");
  }

  @Test
  void parallelEdgesAreDrawnInOrderOfTime() {
    GraphExplanation twice = explanation(List.of("a", "b", "a", "b"), Attention.SHARE);
    assertThat(Arrow.of(twice))
        .extracting(arrow -> arrow.from() + ">" + arrow.to() + " " + arrow.edge().weights())
        .containsExactly("0>1 {weight=0.5}", "1>2 {weight=1.0}", "2>3 {weight=1.5}");
  }

  @Test
  void anEdgeThatWasNoStepGoesFromTheFirstClickToTheLast() {
    GraphExplanation steps = explanation(List.of("a", "b", "a", "c", "b"), Attention.SHARE);
    List<Edge> pairs =
        List.of(
            new Edge("pairs", 1, 3, Map.of("out", 1.0)), // a → c: a step, at the third click
            new Edge("pairs", 1, 1, Map.of("out", 1.0)),
            new Edge("pairs", 2, 2, Map.of("out", 1.0)));
    GraphExplanation explanation =
        new GraphExplanation(
            steps.model(),
            steps.clicks(),
            List.of(),
            pairs,
            Attention.SHARE,
            0,
            OptionalDouble.empty(),
            Method.SUM,
            Rest.ROUNDING,
            steps.results());
    assertThat(Arrow.of(explanation))
        .extracting(arrow -> arrow.from() + ">" + arrow.to())
        .containsExactly("2>3", "0>0", "1>1");
  }
}
