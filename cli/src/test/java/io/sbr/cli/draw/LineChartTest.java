package io.sbr.cli.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.cli.draw.LineChart.Line;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class LineChartTest {
  private static final double WIDTH = 300;
  private static final double HEIGHT = 200;

  @ParameterizedTest
  @CsvSource({"0, 1, 3", "44.4, 50.7, 5", "7, 7, 1", "-2, 1e-3, 2", "1e6, 3e6, 200"})
  void everyPointIsInsideTheFrameAndHigherWhereMore(double from, double to, int count)
      throws Exception {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(from + (to - from) * i / Math.max(1, count - 1));
    }
    Svg svg = new Svg();
    svg.open("svg");
    new LineChart("a < b", List.of(new Line("one", "#000000", "", values)))
        .draw(svg, 10, 20, WIDTH, HEIGHT);
    String text = svg.close().toString();
    assertThat(text).doesNotContain("NaN").doesNotContain("Infinity").contains("a &lt; b");
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(text)));
    String points =
        ((Element) document.getElementsByTagName("polyline").item(0)).getAttribute("points");
    double[][] places =
        Arrays.stream(points.split(" "))
            .map(p -> Arrays.stream(p.split(",")).mapToDouble(Double::parseDouble).toArray())
            .toArray(double[][]::new);
    assertThat(places).hasDimensions(count, 2);
    for (double[] place : places) {
      assertThat(place[0]).isBetween(10.0, 10 + WIDTH);
      assertThat(place[1]).isBetween(20.0, 20 + HEIGHT);
    }
    for (int i = 1; i < count; i++) {
      assertThat(places[i][0]).isGreaterThan(places[i - 1][0]);
      assertThat(places[i][1]).isLessThanOrEqualTo(places[i - 1][1]);
    }
    int labels = document.getElementsByTagName("text").getLength();
    assertThat(labels).isBetween(5, 35);
    long distinct =
        IntStream.range(0, labels)
            .mapToObj(i -> (Element) document.getElementsByTagName("text").item(i))
            .map(e -> e.getTextContent() + " " + e.getAttribute("x"))
            .distinct()
            .count();
    assertThat(distinct).as("no two scale labels are equal").isEqualTo(labels);
  }
}
